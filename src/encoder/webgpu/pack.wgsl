// Bits of a barcode, entry >= threshold (median.wgsl), eight a byte, the first on top: one thread a patch and 32 bits. Follows
// its job (jobs.ts).

// patches x entries of all layers: the bits of float32 numbers, in their order as in median.wgsl.
@group(0) @binding(1) var<storage, read> entries: array<u32>;
// patches x thresholds.
@group(0) @binding(2) var<storage, read> thresholds: array<u32>;
// patches x words, the last one filled with zeros.
@group(0) @binding(3) var<storage, read_write> barcodes: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= job.words) {
    return;
  }
  var word = 0u;
  var number = 0u;
  for (var bit = 0u; bit < 32; bit++) {
    let at = id.x * 32 + bit;
    if (at >= job.stride) {
      break;
    }
    while (at >= job.ends[number / 4][number % 4]) {
      number++;
    }
    let isSet = entries[id.y * job.stride + at] >= thresholds[id.y * job.thresholds + number];
    // Bytes follow one another from the lowest.
    word |= u32(isSet) << ((bit & 24) + 7 - (bit & 7));
  }
  barcodes[id.y * job.words + id.x] = word;
}
