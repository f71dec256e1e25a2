// How numbers lie between kernels on devices with shader-f16: in half precision, while all is computed and summed in float32.
// In place of stored-single.wgsl. What is larger than a half can be becomes the largest, since infinity would spread.

enable f16;

alias Stored = f16;
alias Stored4 = vec4h;

const LARGEST_HALF = 65504.0;

fn toStored(value: f32) -> Stored {
  return f16(clamp(value, -LARGEST_HALF, LARGEST_HALF));
}

fn toStored4(value: vec4f) -> Stored4 {
  return vec4h(clamp(value, vec4f(-LARGEST_HALF), vec4f(LARGEST_HALF)));
}
