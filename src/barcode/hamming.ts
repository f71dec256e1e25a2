/** Bits set in each byte. */
const BITS_SET = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/**
 * Differing bits of two packed barcodes; the reference that faster ways to count must agree with.
 * @throws RangeError when their lengths differ.
 */
export function hammingDistance(a: Uint8Array, b: Uint8Array): number {
  requireSameLength(a, b);
  return differingBits(a, b, 0, a.length);
}

/**
 * Differing bits among `bits` bits from `firstBit` on, counted from the most significant bit of the first byte.
 * @throws RangeError when the lengths differ, or those bits are not all within the barcodes.
 */
export function hammingDistanceWithin(a: Uint8Array, b: Uint8Array, firstBit: number, bits: number): number {
  requireSameLength(a, b);
  if (firstBit < 0 || bits < 0 || firstBit + bits > a.length * 8) throw new RangeError(`${bits} bits from ${firstBit}`);
  if (bits === 0) return 0;
  const firstByte = firstBit >> 3;
  const lastBit = firstBit + bits - 1;
  const lastByte = lastBit >> 3;
  const before = ~(0xff >> (firstBit & 7));
  const behind = 0x7f >> (lastBit & 7);
  return (
    differingBits(a, b, firstByte, lastByte + 1) -
    bitsSet(difference(a, b, firstByte) & before) -
    bitsSet(difference(a, b, lastByte) & behind)
  );
}

function differingBits(a: Uint8Array, b: Uint8Array, firstByte: number, endByte: number): number {
  let sum = 0;
  for (let at = firstByte; at < endByte; at++) sum += bitsSet(difference(a, b, at));
  return sum;
}

function difference(a: Uint8Array, b: Uint8Array, at: number): number {
  return (a[at] ?? 0) ^ (b[at] ?? 0);
}

function bitsSet(byte: number): number {
  return BITS_SET[byte] ?? 0;
}

function requireSameLength(a: Uint8Array, b: Uint8Array): void {
  if (a.length !== b.length) throw new RangeError(`barcodes of ${a.length} and ${b.length} bytes`);
}
