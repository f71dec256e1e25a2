// The kept entries of Gram matrices, each the sum of its slices in their order: one thread a patch and entry. What the views of
// a patch have in these images is added, in their order, to what earlier images of it had. Follows its job (jobs.ts).

// patches x views x slices x channels x channels.
@group(0) @binding(1) var<storage, read> partials: array<f32>;
// row * channels + column of each entry.
@group(0) @binding(2) var<storage, read> indices: array<u32>;
// patches x entries of all layers.
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= job.entries) {
    return;
  }
  let to = id.y * job.stride + job.offset + id.x;
  var at = id.y * job.views * job.slices * job.size + indices[id.x];
  var sum = sums[to];
  for (var view = 0u; view < job.views; view++) {
    var ofView = 0.0;
    for (var slice = 0u; slice < job.slices; slice++) {
      ofView += partials[at];
      at += job.size;
    }
    sum += ofView;
  }
  sums[to] = sum;
}
