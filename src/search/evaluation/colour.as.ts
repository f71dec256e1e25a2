/**
 * Colour distances of many histograms to one, eight bins at a time. Compiled from AssemblyScript by
 * scripts/vite-assemblyscript.mjs; memory is laid out and owned by the caller.
 */

/** More than any dot product of two histograms (src/evaluation/colour-histogram.ts). */
const FARTHEST: i32 = 0x7fffffff;

/**
 * Writes FARTHEST less the dot product of each of `count` rows with `query`, as u32, to `distances` onward.
 * Rows of 16-bit numbers lie one after another from `rows` on; they and the query have `rowBytes` bytes, a multiple of 16.
 */
export function scan(rows: usize, rowBytes: usize, count: u32, query: usize, distances: usize): void {
  for (let row: u32 = 0; row < count; row++) {
    store<u32>(distances, FARTHEST - dotProduct(rows, query, rowBytes));
    rows += rowBytes;
    distances += 4;
  }
}

function dotProduct(a: usize, b: usize, bytes: usize): i32 {
  const end = a + bytes;
  let sums = i32x4.splat(0);
  for (; a < end; a += 16, b += 16) {
    sums = i32x4.add(sums, i32x4.dot_i16x8_s(v128.load(a), v128.load(b)));
  }
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  );
}
