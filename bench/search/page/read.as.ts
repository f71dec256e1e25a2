/** The sum of the `bytes` bytes at `from`, as 64-bit numbers: reads memory, and does as little else as can be. */
export function sum(from: usize, bytes: usize): u64 {
  const end = from + bytes;
  let first = i64x2.splat(0);
  let second = i64x2.splat(0);
  let third = i64x2.splat(0);
  let fourth = i64x2.splat(0);
  for (; from < end; from += 64) {
    first = i64x2.add(first, v128.load(from));
    second = i64x2.add(second, v128.load(from, 16));
    third = i64x2.add(third, v128.load(from, 32));
    fourth = i64x2.add(fourth, v128.load(from, 48));
  }
  const all = i64x2.add(i64x2.add(first, second), i64x2.add(third, fourth));
  return i64x2.extract_lane(all, 0) + i64x2.extract_lane(all, 1);
}
