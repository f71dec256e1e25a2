import type { LayerSpan } from './profile.ts';

/**
 * The bytes of a barcode that hold one layer, with the bits of its neighbours cleared: two of them differ in exactly the
 * bits in which the layer differs.
 */
export function layerBytes(barcode: Uint8Array, { firstBit, bits }: LayerSpan): Uint8Array {
  const lastBit = firstBit + bits - 1;
  const bytes = barcode.slice(firstBit >> 3, (lastBit >> 3) + 1);
  const last = bytes.length - 1;
  bytes[0] = (bytes[0] ?? 0) & (0xff >> (firstBit & 7));
  bytes[last] = (bytes[last] ?? 0) & (0xff << (7 - (lastBit & 7)));
  return bytes;
}
