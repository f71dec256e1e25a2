/**
 * Sums over the bits of many barcodes, in SIMD. Compiled from AssemblyScript by scripts/vite-assemblyscript.mjs; memory is laid
 * out and owned by the caller. Barcodes ("rows") lie one after another, the first bit of a byte in its highest place. Addresses
 * are in bytes. Directions of a lens come in groups of eight.
 */

/** Bytes of a row that pass while what belongs to them stays in the processor's nearest cache. */
const STRETCH: u32 = 32;

/**
 * For each bit of a row, adds the row's eight weights (f64, at `weights`) to the bit's eight sums (f64, at `sums`) where the
 * bit is 1.
 */
export function sumByBit(rows: usize, rowBytes: u32, count: u32, weights: usize, sums: usize): void {
  for (let first: u32 = 0; first < rowBytes; first += STRETCH) {
    const end = min(first + STRETCH, rowBytes);
    for (let row: u32 = 0; row < count; row++) {
      const from = rows + <usize>row * rowBytes;
      const weight = weights + <usize>row * 64;
      const w0 = v128.load(weight), w1 = v128.load(weight, 16), w2 = v128.load(weight, 32), w3 = v128.load(weight, 48);
      for (let byte = first; byte < end; byte++) {
        const ofByte = sums + <usize>byte * 512;
        // The highest bit set is the first one left.
        for (let bits = <u32>load<u8>(from + byte) << 24; bits !== 0; ) {
          const bit = clz(bits);
          bits ^= 0x80000000 >> bit;
          const sum = ofByte + <usize>bit * 64;
          v128.store(sum, f64x2.add(v128.load(sum), w0));
          v128.store(sum, f64x2.add(v128.load(sum, 16), w1), 16);
          v128.store(sum, f64x2.add(v128.load(sum, 32), w2), 32);
          v128.store(sum, f64x2.add(v128.load(sum, 48), w3), 48);
        }
      }
    }
  }
}

/** Of a half byte's table: sixteen times eight f32. */
const TABLE_BYTES: usize = 512;

/**
 * Adds up eight numbers (f32) for each row, which begin as those at `start`: those that the row's half bytes choose in
 * `tables`, two tables a byte, the one of the higher half first. Row i's go to `sums` + i * `sumBytes`.
 */
export function project(
  rows: usize,
  rowBytes: u32,
  count: u32,
  tables: usize,
  start: usize,
  sums: usize,
  sumBytes: u32,
): void {
  for (let first: u32 = 0; first < rowBytes; first += STRETCH) {
    const end = min(first + STRETCH, rowBytes);
    for (let row: u32 = 0; row < count; row++) {
      const from = rows + <usize>row * rowBytes;
      const sum = sums + <usize>row * sumBytes;
      const before = first === 0 ? start : sum;
      let even = v128.load(before), odd = v128.load(before, 16);
      let evenLow = f32x4.splat(0), oddLow = f32x4.splat(0);
      let table = tables + <usize>first * (2 * TABLE_BYTES);
      for (let byte = first; byte < end; byte++, table += 2 * TABLE_BYTES) {
        const value = <usize>load<u8>(from + byte);
        const high = table + ((value >> 4) << 5);
        const low = table + ((value & 15) << 5);
        even = f32x4.add(even, v128.load(high));
        odd = f32x4.add(odd, v128.load(high, 16));
        evenLow = f32x4.add(evenLow, v128.load(low, TABLE_BYTES));
        oddLow = f32x4.add(oddLow, v128.load(low, TABLE_BYTES + 16));
      }
      v128.store(sum, f32x4.add(even, evenLow));
      v128.store(sum, f32x4.add(odd, oddLow), 16);
    }
  }
}
