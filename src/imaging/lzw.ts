import { AppError } from '../base/errors.ts';

const MOST_BITS = 12;

/** How a format uses LZW. */
export interface LzwVariant {
  /** Bits of a literal: 8 in TIFF, 1 to 8 in GIF. */
  readonly literalBits: number;
  /** TIFF widens its codes one code early. */
  readonly early: boolean;
  /** The next code of so many bits, or -1 when the input has ended. */
  readCode(bits: number): number;
}

/**
 * Unpacks LZW until the end code, the end of the input, or `limit` bytes, whatever comes first.
 * @throws AppError image-broken
 */
export function unpackLzw({ literalBits, early, readCode }: LzwVariant, limit: number): Uint8Array<ArrayBuffer> {
  const clear = 1 << literalBits;
  const end = clear + 1;
  const out = new Uint8Array(limit);
  // Each string of the table lies in the output already: where, and how long it is.
  const starts = new Int32Array(1 << MOST_BITS);
  const lengths = new Int32Array(1 << MOST_BITS);
  let next = end + 1;
  let bits = literalBits + 1;
  let written = 0;
  let previous = -1;
  while (written < limit) {
    const code = readCode(bits);
    if (code === end || code < 0) break;
    if (code === clear) {
      next = end + 1;
      bits = literalBits + 1;
      previous = -1;
      continue;
    }
    // A new string is the previous one and the byte after it, which is only being written now.
    if (previous >= 0 && next < starts.length) {
      starts[next] = previous;
      lengths[next++] = written - previous + 1;
    }
    if (code >= next) throw new AppError('image-broken', 'invalid LZW code');
    previous = written;
    if (code < clear) out[written++] = code;
    else written = copyWithin(out, starts[code] as number, lengths[code] as number, written);
    if (next >= (1 << bits) - (early ? 1 : 0) && bits < MOST_BITS) bits++;
  }
  return out.subarray(0, written);
}

/** Byte by byte, since the newest string runs into what is being written. Returns where it ended. */
function copyWithin(out: Uint8Array, from: number, length: number, to: number): number {
  const end = Math.min(to + length, out.length);
  for (let at = from; to < end; ) out[to++] = out[at++] as number;
  return end;
}
