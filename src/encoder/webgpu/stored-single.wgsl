// How numbers lie between kernels: in float32, as they are computed. In place of stored-half.wgsl.

alias Stored = f32;
alias Stored4 = vec4f;

fn toStored(value: f32) -> Stored {
  return value;
}

fn toStored4(value: vec4f) -> Stored4 {
  return value;
}
