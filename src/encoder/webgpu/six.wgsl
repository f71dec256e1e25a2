// What both transforms to 36 frequencies share (winograd-input.wgsl, winograd-kernels.wgsl). What follows declares the buffer
// `transformed`.

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
  transformed[first] = line.v0;
  transformed[first + frequency] = line.v1;
  transformed[first + 2 * frequency] = line.v2;
  transformed[first + 3 * frequency] = line.v3;
  transformed[first + 4 * frequency] = line.v4;
  transformed[first + 5 * frequency] = line.v5;
}

