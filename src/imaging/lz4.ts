import { AppError } from '../base/errors.ts';

const LEAST_MATCH = 4;

/**
 * Unpacks an LZ4 block (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md), which has to fill `out` to its end.
 * @throws AppError image-broken
 */
export function unpackLz4(packed: Uint8Array, out: Uint8Array): void {
  let from = 0;
  let to = 0;
  /** A length of 15 goes on in the bytes behind, for as long as they are 255. */
  const readLength = (start: number) => {
    let length = start;
    for (let more = start === 15 ? 255 : 0; more === 255; length += more) {
      if (from >= packed.length || length > out.length) throw broken();
      more = packed[from++] as number;
    }
    return length;
  };
  while (from < packed.length) {
    const token = packed[from++] as number;
    const literals = readLength(token >> 4);
    if (literals > packed.length - from || literals > out.length - to) throw broken();
    out.set(packed.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence is literals alone.
    if (from === packed.length) break;
    if (packed.length - from < 2) throw broken();
    const distance = (packed[from] as number) | ((packed[from + 1] as number) << 8);
    from += 2;
    const length = readLength(token & 15) + LEAST_MATCH;
    if (distance === 0 || distance > to || length > out.length - to) throw broken();
    copyMatch(out, to, distance, length);
    to += length;
  }
  if (to < out.length) throw broken();
}

/** Repeats what lies `distance` bytes before `to`; byte by byte where it runs into what is being written. */
export function copyMatch(out: Uint8Array, to: number, distance: number, length: number): void {
  if (distance === 1) out.fill(out[to - 1] as number, to, to + length);
  else if (distance >= length) out.copyWithin(to, to - distance, to - distance + length);
  else for (let at = to; at < to + length; at++) out[at] = out[at - distance] as number;
}

function broken(): AppError {
  return new AppError('image-broken', 'an LZ4 block that is damaged');
}
