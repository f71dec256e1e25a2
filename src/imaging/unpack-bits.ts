/**
 * Spreads packed samples of 1, 2, 4 or 8 bits (most significant first, each row starting on a byte) to one byte each,
 * leaving their values as they are.
 * @param perRow Samples in a row.
 */
export function unpackBits(packed: Uint8Array, perRow: number, rows: number, bits: number): Uint8Array<ArrayBuffer> {
  const samples = new Uint8Array(perRow * rows);
  const rowBytes = Math.ceil((perRow * bits) / 8);
  const mask = (1 << bits) - 1;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < perRow; x++) {
      const bit = x * bits;
      const byte = packed[y * rowBytes + (bit >> 3)] ?? 0;
      samples[y * perRow + x] = (byte >> (8 - bits - (bit & 7))) & mask;
    }
  }
  return samples;
}

/** Scales samples of `bits` bits to the full range of 8, in place; exact, since 2^bits - 1 divides 255. */
export function stretchTo8Bit(samples: Uint8Array<ArrayBuffer>, bits: number): Uint8Array<ArrayBuffer> {
  const factor = 255 / ((1 << bits) - 1);
  if (factor > 1) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) * factor;
  return samples;
}
