// The kept entries of Gram matrices, each the sum of its slices in their order: one thread an image and entry.

struct Job {
  entries: u32,
  // Numbers in a Gram matrix: channels x channels.
  size: u32,
  slices: u32,
  // Of this layer's entries in what an image has.
  offset: u32,
  // Entries of all layers.
  stride: u32,
}

@group(0) @binding(0) var<uniform> job: Job;
// images x slices x channels x channels.
@group(0) @binding(1) var<storage, read> partials: array<f32>;
// row * channels + column of each entry.
@group(0) @binding(2) var<storage, read> indices: array<u32>;
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= job.entries) {
    return;
  }
  var at = id.y * job.slices * job.size + indices[id.x];
  var sum = 0.0;
  for (var slice = 0u; slice < job.slices; slice++) {
    sum += partials[at];
    at += job.size;
  }
  sums[id.y * job.stride + job.offset + id.x] = sum;
}
