// conv1_1 as its definition reads, with bias and ReLU: three input channels are too few for Winograd's transforms to pay.
// One thread makes four channels of four pixels that lie side by side. Follows stored-*.wgsl and its job (jobs.ts).

// images x height x width x 3.
@group(0) @binding(1) var<storage, read> pixels: array<f32>;
// 3 x 3 x 3 x channels.
@group(0) @binding(2) var<storage, read> kernels: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
// images x height x width x channels.
@group(0) @binding(4) var<storage, read_write> features: array<Stored4>;

// 16 quads of channels, 4 groups of pixels.
@compute @workgroup_size(16, 4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let quad = id.x;
  let x = i32(id.y * 4);
  let row = id.z;
  if (x >= i32(job.width)) {
    return;
  }
  let y = i32(row % job.height);
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var dy = 0; dy < 3; dy++) {
    let fromY = y + dy - 1;
    if (fromY < 0 || fromY >= i32(job.height)) {
      continue;
    }
    let line = (row + u32(dy) - 1) * job.width;
    for (var dx = 0; dx < 3; dx++) {
      for (var channel = 0u; channel < 3; channel++) {
        let kernel = kernels[(u32(dy * 3 + dx) * 3 + channel) * job.quads + quad];
        sum0 += pixel(line, x + dx - 1, channel) * kernel;
        sum1 += pixel(line, x + dx, channel) * kernel;
        sum2 += pixel(line, x + dx + 1, channel) * kernel;
        sum3 += pixel(line, x + dx + 2, channel) * kernel;
      }
    }
  }
  store(row, x, quad, sum0);
  store(row, x + 1, quad, sum1);
  store(row, x + 2, quad, sum2);
  store(row, x + 3, quad, sum3);
}

fn pixel(line: u32, x: i32, channel: u32) -> f32 {
  if (x < 0 || x >= i32(job.width)) {
    return 0.0;
  }
  return pixels[(line + u32(x)) * 3 + channel];
}

fn store(row: u32, x: i32, quad: u32, sum: vec4f) {
  if (x < i32(job.width)) {
    features[(row * job.width + u32(x)) * job.quads + quad] = toStored4(max(sum + bias[quad], vec4f()));
  }
}
