// What both transforms to 36 frequencies share (winograd-input.wgsl, winograd-kernels.wgsl). What follows declares the buffer
// `transformed`, and `toTransformed`, which makes what lies in it of a number.

struct Six {
  v0: f32,
  v1: f32,
  v2: f32,
  v3: f32,
  v4: f32,
  v5: f32,
}

// `frequency` is the distance from one frequency to the next.
fn storeLine(at: u32, frequency: u32, row: u32, line: Six) {
  let first = at + 6 * row * frequency;
  transformed[first] = toTransformed(line.v0);
  transformed[first + frequency] = toTransformed(line.v1);
  transformed[first + 2 * frequency] = toTransformed(line.v2);
  transformed[first + 3 * frequency] = toTransformed(line.v3);
  transformed[first + 4 * frequency] = toTransformed(line.v4);
  transformed[first + 5 * frequency] = toTransformed(line.v5);
}

