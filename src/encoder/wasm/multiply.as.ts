/** The inner product that convolutions spend their time in. */

// Written out for ROWS = 6 and COLUMNS = 8 of layout.as.ts: 12 sums, two vectors and one splat fill the 15 registers of x64.

/** a * b + c in float32 lanes: rounded once where relaxed SIMD maps to a fused instruction, twice otherwise. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/**
 * out = A B, where A is ROWS x depth, B is depth x COLUMNS and out is ROWS x COLUMNS, row by row. Sums run from the
 * first to the last of `depth`, so that they depend on nothing else.
 *
 * @param a Four columns of A at a time: [depth / 4][ROWS][4].
 * @param b [depth][COLUMNS].
 * @param depth A multiple of 4.
 */
export function multiply(a: usize, b: usize, out: usize, depth: usize): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  let s40 = s00;
  let s41 = s00;
  let s50 = s00;
  let s51 = s00;
  const end = b + depth * 32;
  while (b < end) {
    let left = v128.load(b, 0);
    let right = v128.load(b, 16);
    let value = v128.load32_splat(a, 0);
    s00 = multiplyAdd(value, left, s00);
    s01 = multiplyAdd(value, right, s01);
    value = v128.load32_splat(a, 16);
    s10 = multiplyAdd(value, left, s10);
    s11 = multiplyAdd(value, right, s11);
    value = v128.load32_splat(a, 32);
    s20 = multiplyAdd(value, left, s20);
    s21 = multiplyAdd(value, right, s21);
    value = v128.load32_splat(a, 48);
    s30 = multiplyAdd(value, left, s30);
    s31 = multiplyAdd(value, right, s31);
    value = v128.load32_splat(a, 64);
    s40 = multiplyAdd(value, left, s40);
    s41 = multiplyAdd(value, right, s41);
    value = v128.load32_splat(a, 80);
    s50 = multiplyAdd(value, left, s50);
    s51 = multiplyAdd(value, right, s51);
    left = v128.load(b, 32);
    right = v128.load(b, 48);
    value = v128.load32_splat(a, 4);
    s00 = multiplyAdd(value, left, s00);
    s01 = multiplyAdd(value, right, s01);
    value = v128.load32_splat(a, 20);
    s10 = multiplyAdd(value, left, s10);
    s11 = multiplyAdd(value, right, s11);
    value = v128.load32_splat(a, 36);
    s20 = multiplyAdd(value, left, s20);
    s21 = multiplyAdd(value, right, s21);
    value = v128.load32_splat(a, 52);
    s30 = multiplyAdd(value, left, s30);
    s31 = multiplyAdd(value, right, s31);
    value = v128.load32_splat(a, 68);
    s40 = multiplyAdd(value, left, s40);
    s41 = multiplyAdd(value, right, s41);
    value = v128.load32_splat(a, 84);
    s50 = multiplyAdd(value, left, s50);
    s51 = multiplyAdd(value, right, s51);
    left = v128.load(b, 64);
    right = v128.load(b, 80);
    value = v128.load32_splat(a, 8);
    s00 = multiplyAdd(value, left, s00);
    s01 = multiplyAdd(value, right, s01);
    value = v128.load32_splat(a, 24);
    s10 = multiplyAdd(value, left, s10);
    s11 = multiplyAdd(value, right, s11);
    value = v128.load32_splat(a, 40);
    s20 = multiplyAdd(value, left, s20);
    s21 = multiplyAdd(value, right, s21);
    value = v128.load32_splat(a, 56);
    s30 = multiplyAdd(value, left, s30);
    s31 = multiplyAdd(value, right, s31);
    value = v128.load32_splat(a, 72);
    s40 = multiplyAdd(value, left, s40);
    s41 = multiplyAdd(value, right, s41);
    value = v128.load32_splat(a, 88);
    s50 = multiplyAdd(value, left, s50);
    s51 = multiplyAdd(value, right, s51);
    left = v128.load(b, 96);
    right = v128.load(b, 112);
    value = v128.load32_splat(a, 12);
    s00 = multiplyAdd(value, left, s00);
    s01 = multiplyAdd(value, right, s01);
    value = v128.load32_splat(a, 28);
    s10 = multiplyAdd(value, left, s10);
    s11 = multiplyAdd(value, right, s11);
    value = v128.load32_splat(a, 44);
    s20 = multiplyAdd(value, left, s20);
    s21 = multiplyAdd(value, right, s21);
    value = v128.load32_splat(a, 60);
    s30 = multiplyAdd(value, left, s30);
    s31 = multiplyAdd(value, right, s31);
    value = v128.load32_splat(a, 76);
    s40 = multiplyAdd(value, left, s40);
    s41 = multiplyAdd(value, right, s41);
    value = v128.load32_splat(a, 92);
    s50 = multiplyAdd(value, left, s50);
    s51 = multiplyAdd(value, right, s51);
    a += 96;
    b += 128;
  }
  v128.store(out, s00, 0);
  v128.store(out, s01, 16);
  v128.store(out, s10, 32);
  v128.store(out, s11, 48);
  v128.store(out, s20, 64);
  v128.store(out, s21, 80);
  v128.store(out, s30, 96);
  v128.store(out, s31, 112);
  v128.store(out, s40, 128);
  v128.store(out, s41, 144);
  v128.store(out, s50, 160);
  v128.store(out, s51, 176);
}
