// What the three kernels of a Winograd convolution are told; each follows this.

struct Job {
  height: u32,
  width: u32,
  inChannels: u32,
  outChannels: u32,
  tilesDown: u32,
  tilesAcross: u32,
  // The run: tiles are numbered image by image, row by row.
  firstTile: u32,
  tileCount: u32,
  // Tiles of the run that there is room for, a multiple of four.
  tileRoom: u32,
  pooled: u32,
}

@group(0) @binding(0) var<uniform> job: Job;

// Transformed tiles lie scaled down, and with them their products: they can be a hundred times as large as what they are
// made of, and a half ends at 65,504. A power of two costs float32 nothing.
const SCALE = 1.0 / 128.0;

