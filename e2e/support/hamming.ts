/** Differing bits, counted one by one: slow, and independent of the app's own search. */
export function countDifferingBits(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new Error(`Barcodes of ${a.length} and ${b.length} bytes`);
  let differing = 0;
  for (let bit = 0; bit < a.length * 8; bit++) {
    const mask = 1 << (bit % 8);
    if (((a[bit >> 3] ?? 0) & mask) !== ((b[bit >> 3] ?? 0) & mask)) differing++;
  }
  return differing;
}
