// G g Gᵀ of winograd-input.wgsl, once for all: 3 x 3 x inputs x outputs to 36 x inputs x outputs. Follows its job
// (jobs.ts) and six.wgsl.

@group(0) @binding(1) var<storage, read> kernels: array<f32>;
@group(0) @binding(2) var<storage, read_write> transformed: array<f32>;

fn toTransformed(value: f32) -> f32 {
  return value;
}

// G, on one line of a kernel.
fn kernelLine(g0: f32, g1: f32, g2: f32) -> Six {
  let outer = g0 + g2;
  let wide = g0 * 0.25 + g2;
  let half = g1 * 0.5;
  return Six(
    g0 * 0.25,
    (outer + g1) * (-1.0 / 6.0),
    (outer - g1) * (-1.0 / 6.0),
    (wide + half) * (1.0 / 6.0),
    (wide - half) * (1.0 / 6.0),
    g2,
  );
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let place = job.inChannels * job.outChannels;
  let at = id.y * job.outChannels + id.x;
  let a = kernelLine(kernels[at], kernels[at + 3 * place], kernels[at + 6 * place]);
  let b = kernelLine(kernels[at + place], kernels[at + 4 * place], kernels[at + 7 * place]);
  let c = kernelLine(kernels[at + 2 * place], kernels[at + 5 * place], kernels[at + 8 * place]);
  storeLine(at, place, 0, kernelLine(a.v0, b.v0, c.v0));
  storeLine(at, place, 1, kernelLine(a.v1, b.v1, c.v1));
  storeLine(at, place, 2, kernelLine(a.v2, b.v2, c.v2));
  storeLine(at, place, 3, kernelLine(a.v3, b.v3, c.v3));
  storeLine(at, place, 4, kernelLine(a.v4, b.v4, c.v4));
  storeLine(at, place, 5, kernelLine(a.v5, b.v5, c.v5));
}
