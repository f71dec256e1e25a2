/**
 * Hamming distances of many barcodes to one, 16 bytes at a time. Compiled from AssemblyScript by
 * scripts/vite-assemblyscript.mjs; memory is laid out and owned by the caller.
 */

/** Vectors whose byte counts (at most 8 each) add up in 8 bits without overflow. */
const VECTORS_BEFORE_OVERFLOW: usize = 31;

/**
 * Writes the distance of each of `count` rows to `query`, as u32, to `distances` onward.
 * Rows lie one after another from `rows` on; they and the query have `rowBytes` bytes, a multiple of 16.
 */
export function scan(rows: usize, rowBytes: usize, count: u32, query: usize, distances: usize): void {
  for (let row: u32 = 0; row < count; row++) {
    store<u32>(distances, distance(rows, query, rowBytes));
    rows += rowBytes;
    distances += 4;
  }
}

function distance(a: usize, b: usize, bytes: usize): u32 {
  const end = a + bytes;
  let sums = i32x4.splat(0);
  while (a < end) {
    const blockEnd = min(end, a + VECTORS_BEFORE_OVERFLOW * 16);
    let counts = i8x16.splat(0);
    for (; a < blockEnd; a += 16, b += 16) {
      counts = i8x16.add(counts, i8x16.popcnt(v128.xor(v128.load(a), v128.load(b))));
    }
    sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(counts)));
  }
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  );
}
