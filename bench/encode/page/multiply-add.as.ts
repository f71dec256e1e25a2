/** The most multiply-adds that WebAssembly gets out of one core: nothing but them, on registers. */

// @ts-ignore: decorator
@inline
function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** 48 multiply-adds a round, in 12 chains that do not wait for one another. @returns A number that depends on all. */
export function multiplyAdds(rounds: u32, factor: f32): f32 {
  const a = f32x4.splat(factor);
  let s0 = f32x4.splat(1);
  let s1 = f32x4.splat(2);
  let s2 = f32x4.splat(3);
  let s3 = f32x4.splat(4);
  let s4 = f32x4.splat(5);
  let s5 = f32x4.splat(6);
  let s6 = f32x4.splat(7);
  let s7 = f32x4.splat(8);
  let s8 = f32x4.splat(9);
  let s9 = f32x4.splat(10);
  let s10 = f32x4.splat(11);
  let s11 = f32x4.splat(12);
  for (let round: u32 = 0; round < rounds; round++) {
    s0 = multiplyAdd(a, a, s0);
    s1 = multiplyAdd(a, a, s1);
    s2 = multiplyAdd(a, a, s2);
    s3 = multiplyAdd(a, a, s3);
    s4 = multiplyAdd(a, a, s4);
    s5 = multiplyAdd(a, a, s5);
    s6 = multiplyAdd(a, a, s6);
    s7 = multiplyAdd(a, a, s7);
    s8 = multiplyAdd(a, a, s8);
    s9 = multiplyAdd(a, a, s9);
    s10 = multiplyAdd(a, a, s10);
    s11 = multiplyAdd(a, a, s11);
  }
  const low = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(s4, s5));
  const high = f32x4.add(f32x4.add(f32x4.add(s6, s7), f32x4.add(s8, s9)), f32x4.add(s10, s11));
  return f32x4.extract_lane(f32x4.add(low, high), 0);
}
