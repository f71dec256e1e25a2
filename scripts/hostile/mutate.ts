import { crc32 } from 'node:zlib';

/** Bytes that parsers stumble over: ends of ranges, signs, terminators. */
const NASTY = [0, 1, 0x7f, 0x80, 0xff];

/**
 * A good file made bad in one to four places: bits flipped, bytes replaced, numbers made extreme, pieces cut out,
 * repeated or moved, the end cut off.
 * @param random Numbers from 0 up to, not including, 1.
 * @param heads Where headers begin, in bytes from the start.
 */
export function mutate(
  file: Uint8Array,
  random: () => number,
  heads: readonly number[] = [0],
): Uint8Array<ArrayBuffer> {
  const below = (end: number) => Math.floor(random() * end);
  let bytes = Uint8Array.from(file);
  for (let times = 1 + below(4); times > 0; times--) bytes = mutateOnce(bytes, below, heads[below(heads.length)] ?? 0);
  // A PNG whose checksums disagree is refused at once; those that agree go on to what lies behind.
  if (below(4) > 0) repairPngChecksums(bytes);
  return bytes;
}

/** Leaves anything but a PNG as it is. */
function repairPngChecksums(bytes: Uint8Array<ArrayBuffer>): void {
  const view = new DataView(bytes.buffer);
  if (bytes.length < 8 || view.getUint32(0) !== 0x89504e47) return;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) return;
    view.setUint32(end, crc32(bytes.subarray(at + 4, end)));
    at = end + 4;
  }
}

function mutateOnce(
  bytes: Uint8Array<ArrayBuffer>,
  below: (end: number) => number,
  head: number,
): Uint8Array<ArrayBuffer> {
  // Headers decide what a parser does, so half of the damage goes there.
  const at = below(2) ? Math.min(head + below(64), bytes.length) : below(bytes.length);
  const length = 1 + below(Math.min(64, bytes.length));
  const changed = bytes.slice();
  switch (below(7)) {
    case 0:
      changed[at] = (changed[at] ?? 0) ^ (1 << below(8));
      return changed;
    case 1:
      changed[at] = below(256);
      return changed;
    case 2:
      changed.fill(NASTY[below(NASTY.length)] ?? 0, at, at + 1 + below(4));
      return changed;
    case 3:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 4:
      return joined(bytes.subarray(0, at + length), bytes.subarray(at));
    case 5:
      changed.copyWithin(below(bytes.length), at, at + length);
      return changed;
    default:
      return bytes.slice(0, below(bytes.length));
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
