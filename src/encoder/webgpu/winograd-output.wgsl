// Aᵀ m A of winograd-input.wgsl, bias, ReLU and, where asked for, 2x2 maximum with stride 2: one thread a tile and channel.
// Adding the bias and ReLU keep the order of values, so the maximum may come before them.
// Follows stored-*.wgsl, its job (jobs.ts) and winograd-scale.wgsl.

// 36 x tiles x channels.
@group(0) @binding(1) var<storage, read> products: array<Stored>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
// images x height x width x channels.
@group(0) @binding(3) var<storage, read_write> features: array<Stored>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let channel = id.x;
  let first = id.y * job.outChannels + channel;
  let a = column(first, 0);
  let b = column(first, 1);
  let c = column(first, 2);
  let d = column(first, 3);
  let e = column(first, 4);
  let f = column(first, 5);
  let row0 = outputLine(a.x, b.x, c.x, d.x, e.x, f.x);
  let row1 = outputLine(a.y, b.y, c.y, d.y, e.y, f.y);
  let row2 = outputLine(a.z, b.z, c.z, d.z, e.z, f.z);
  let row3 = outputLine(a.w, b.w, c.w, d.w, e.w, f.w);

  let number = job.firstTile + id.y;
  let line = number / job.tilesAcross;
  let image = line / job.tilesDown;
  let down = line % job.tilesDown;
  let across = number % job.tilesAcross;
  if (job.pooled == 1) {
    let upper = max(max(row0.xz, row0.yw), max(row1.xz, row1.yw));
    let lower = max(max(row2.xz, row2.yw), max(row3.xz, row3.yw));
    let height = job.height / 2;
    let width = job.width / 2;
    store(image, down * 2, across * 2, height, width, channel, upper.x);
    store(image, down * 2, across * 2 + 1, height, width, channel, upper.y);
    store(image, down * 2 + 1, across * 2, height, width, channel, lower.x);
    store(image, down * 2 + 1, across * 2 + 1, height, width, channel, lower.y);
  } else {
    storeLine(image, down * 4, across * 4, channel, row0);
    storeLine(image, down * 4 + 1, across * 4, channel, row1);
    storeLine(image, down * 4 + 2, across * 4, channel, row2);
    storeLine(image, down * 4 + 3, across * 4, channel, row3);
  }
}

fn column(at: u32, x: u32) -> vec4f {
  let frequency = job.tileRoom * job.outChannels;
  let first = at + x * frequency;
  return outputLine(
    f32(products[first]),
    f32(products[first + 6 * frequency]),
    f32(products[first + 12 * frequency]),
    f32(products[first + 18 * frequency]),
    f32(products[first + 24 * frequency]),
    f32(products[first + 30 * frequency]),
  );
}

// Aᵀ, on one line of a tile.
fn outputLine(m0: f32, m1: f32, m2: f32, m3: f32, m4: f32, m5: f32) -> vec4f {
  let nearSum = m1 + m2;
  let near = m1 - m2;
  let farSum = m3 + m4;
  let far = m3 - m4;
  return vec4f(m0 + nearSum + farSum, far * 2.0 + near, farSum * 4.0 + nearSum, far * 8.0 + near + m5);
}

fn storeLine(image: u32, y: u32, x: u32, channel: u32, line: vec4f) {
  store(image, y, x, job.height, job.width, channel, line.x);
  store(image, y, x + 1, job.height, job.width, channel, line.y);
  store(image, y, x + 2, job.height, job.width, channel, line.z);
  store(image, y, x + 3, job.height, job.width, channel, line.w);
}

// Tiles may reach beyond the image.
fn store(image: u32, y: u32, x: u32, height: u32, width: u32, channel: u32, value: f32) {
  if (y < height && x < width) {
    let at = (image * height + y) * width + x;
    features[at * job.outChannels + channel] = toStored(max(value * (1.0 / SCALE) + bias[channel], 0.0));
  }
}
