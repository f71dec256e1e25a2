/**
 * Containers of Blosc 1, the compression of most OME-Zarr, as c-blosc reads them
 * (https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst). Our own, since those in WebAssembly make code on
 * the spot, which the page's policy forbids, or take the memory that a header asks for.
 */
import { unzlibSync } from 'fflate';
import { AppError } from '../base/errors.ts';
import { loadDecoder } from './load-decoder.ts';
import { copyMatch, unpackLz4 } from './lz4.ts';

const HEADER_BYTES = 16;
const VERSION = 2;
const FLAG = { byteShuffle: 1, stored: 2, bitShuffle: 4, later: 8, unsplit: 16 } as const;
/** Streams of a block at most, and numbers of each at least. */
const MOST_STREAMS = 16;
const LEAST_IN_STREAM = 128;

/** Fills `out`, to its end. */
type Unpack = (packed: Uint8Array, out: Uint8Array) => void;

interface Header {
  readonly flags: number;
  /** Bytes of a number. */
  readonly typeSize: number;
  /** Bytes that the container gives. */
  readonly size: number;
  /** Bytes of each block but the last. */
  readonly blockSize: number;
  /** Bytes of the container. */
  readonly packedSize: number;
}

/**
 * @param most Bytes; a container that says that it holds more is refused before anything is allocated.
 * @throws AppError image-broken, slide-variant, decoder-unreachable; what fflate and fzstd throw
 */
export async function unpackBlosc(packed: Uint8Array, most: number): Promise<Uint8Array> {
  const header = readHeader(packed, most);
  const { flags, size, blockSize, packedSize } = header;
  const container = packed.subarray(0, packedSize);
  if (flags & FLAG.stored) {
    if (packedSize < HEADER_BYTES + size) throw broken('is cut off');
    return container.slice(HEADER_BYTES, HEADER_BYTES + size);
  }
  const blocks = Math.ceil(size / blockSize);
  if (packedSize < HEADER_BYTES + 4 * blocks) throw broken('is cut off');
  const unpack = await unpackerOf(flags >> 5);
  const view = new DataView(container.buffer, container.byteOffset, packedSize);
  const out = new Uint8Array(size);
  const shuffled = new Uint8Array(flags & (FLAG.byteShuffle | FLAG.bitShuffle) ? blockSize : 0);
  // Blocks that share their bytes would be unpacked again and again.
  let left = packedSize - HEADER_BYTES - 4 * blocks;
  for (let block = 0; block < blocks; block++) {
    const whole = out.subarray(block * blockSize, (block + 1) * blockSize);
    const target = shuffled.length > 0 ? shuffled.subarray(0, whole.length) : whole;
    const streams = streamsOf(header, whole.length);
    const streamSize = whole.length / streams;
    let at = view.getUint32(HEADER_BYTES + 4 * block, true);
    for (let stream = 0; stream < streams; stream++) {
      if (at > packedSize - 4) throw broken('is cut off');
      const length = view.getUint32(at, true);
      at += 4;
      left -= 4 + length;
      if (length > packedSize - at || left < 0) throw broken('is cut off');
      const bytes = container.subarray(at, at + length);
      const part = target.subarray(stream * streamSize, (stream + 1) * streamSize);
      if (length === streamSize) part.set(bytes);
      else unpack(bytes, part);
      at += length;
    }
    if (flags & FLAG.byteShuffle) undoByteShuffle(target, whole, header.typeSize);
    else if (flags & FLAG.bitShuffle) undoBitShuffle(target, whole, header.typeSize);
  }
  return out;
}

function readHeader(packed: Uint8Array, most: number): Header {
  if (packed.length < HEADER_BYTES) throw broken('is cut off');
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const version = view.getUint8(0);
  const flags = view.getUint8(2);
  if (version > VERSION) throw new AppError('slide-variant', `Blosc of version ${version}`);
  const typeSize = view.getUint8(3);
  const size = view.getUint32(4, true);
  const blockSize = view.getUint32(8, true);
  const packedSize = view.getUint32(12, true);
  if (size > most) throw broken('is of another size');
  if (packedSize > packed.length) throw broken('is cut off');
  const hasBlocks = size === 0 || (blockSize > 0 && blockSize <= size);
  if (version < VERSION || flags & FLAG.later || typeSize === 0 || packedSize < HEADER_BYTES || !hasBlocks) {
    throw broken('has a damaged header');
  }
  return { flags, typeSize, size, blockSize, packedSize };
}

/** A block may lie in streams of the numbers' first bytes, second bytes and so on; the last one does not if it is shorter. */
function streamsOf({ flags, typeSize, blockSize }: Header, bytes: number): number {
  const isSplit =
    !(flags & FLAG.unsplit) &&
    bytes === blockSize &&
    typeSize <= MOST_STREAMS &&
    Math.floor(blockSize / typeSize) >= LEAST_IN_STREAM;
  if (!isSplit) return 1;
  if (blockSize % typeSize > 0) throw broken('has a damaged header');
  return typeSize;
}

async function unpackerOf(codec: number): Promise<Unpack> {
  switch (codec) {
    case 0:
      return unpackBloscLz;
    case 1:
      return unpackLz4;
    case 2:
      throw new AppError('slide-variant', 'Blosc with Snappy');
    case 3:
      return (packed, out) => {
        if (unzlibSync(packed, { out }).length < out.length) throw broken('is cut off');
      };
    case 4: {
      const { decompress } = await loadDecoder(() => import('fzstd'));
      return decompress;
    }
    default:
      throw new AppError('slide-variant', `Blosc with its codec ${codec}`);
  }
}

/** Distances from which on two bytes follow. */
const FAR = 8191;

/**
 * BloscLZ, which is FastLZ but for distant matches: a byte below 32 precedes that many literals and one; of others the upper
 * three bits are the length of a match less 2, the lower five the upper bits of its distance less 1.
 */
function unpackBloscLz(packed: Uint8Array, out: Uint8Array): void {
  let from = 0;
  let to = 0;
  const next = () => {
    if (from >= packed.length) throw broken('is cut off');
    return packed[from++] as number;
  };
  while (from < packed.length) {
    // The first byte's upper bits are a mark of the codec.
    const control = from === 0 ? next() & 31 : next();
    if (control < 32) {
      const literals = control + 1;
      if (literals > packed.length - from || literals > out.length - to) throw broken('is damaged');
      out.set(packed.subarray(from, from + literals), to);
      from += literals;
      to += literals;
      continue;
    }
    let length = (control >> 5) + 2;
    if (control >> 5 === 7) {
      for (let more = 255; more === 255 && length <= out.length; length += more) more = next();
    }
    const low = next();
    const high = control & 31;
    const distance = high === 31 && low === 255 ? ((next() << 8) | next()) + FAR + 1 : ((high << 8) | low) + 1;
    if (distance > to || length > out.length - to) throw broken('is damaged');
    copyMatch(out, to, distance, length);
    to += length;
  }
  if (to < out.length) throw broken('is cut off');
}

/** All first bytes of the numbers, all second bytes, and so on; what is less than a number stands as it is. */
function undoByteShuffle(shuffled: Uint8Array, out: Uint8Array, typeSize: number): void {
  const count = Math.floor(out.length / typeSize);
  for (let byte = 0; byte < typeSize; byte++) {
    const first = byte * count;
    for (let i = 0, to = byte; i < count; i++, to += typeSize) out[to] = shuffled[first + i] as number;
  }
  out.set(shuffled.subarray(count * typeSize), count * typeSize);
}

/**
 * All lowest bits of the numbers, eight to a byte, the first one lowest; all bits above them, and so on. c-blosc leaves a block
 * as it is where its numbers are no multiple of eight.
 */
function undoBitShuffle(shuffled: Uint8Array, out: Uint8Array, typeSize: number): void {
  const count = Math.floor(out.length / typeSize);
  const row = count / 8;
  if (!Number.isInteger(row)) {
    out.set(shuffled);
    return;
  }
  for (let byte = 0; byte < typeSize; byte++) {
    for (let i = 0; i < row; i++) {
      const at = byte * 8 * row + i;
      const bits = (bit: number) => shuffled[at + bit * row] as number;
      let low = bits(0) | (bits(1) << 8) | (bits(2) << 16) | (bits(3) << 24);
      let high = bits(4) | (bits(5) << 8) | (bits(6) << 16) | (bits(7) << 24);
      // The 8 x 8 bits are transposed (H. S. Warren, Hacker's Delight, section 7-3).
      let swap = (low ^ (low >>> 7)) & 0x00aa00aa;
      low ^= swap ^ (swap << 7);
      swap = (high ^ (high >>> 7)) & 0x00aa00aa;
      high ^= swap ^ (swap << 7);
      swap = (low ^ (low >>> 14)) & 0x0000cccc;
      low ^= swap ^ (swap << 14);
      swap = (high ^ (high >>> 14)) & 0x0000cccc;
      high ^= swap ^ (swap << 14);
      swap = (low ^ (high << 4)) & 0xf0f0f0f0;
      low ^= swap;
      high ^= swap >>> 4;
      const to = i * 8 * typeSize + byte;
      for (let k = 0; k < 4; k++) {
        out[to + k * typeSize] = low >>> (8 * k);
        out[to + (4 + k) * typeSize] = high >>> (8 * k);
      }
    }
  }
  out.set(shuffled.subarray(count * typeSize), count * typeSize);
}

function broken(what: string): AppError {
  return new AppError('image-broken', `a Blosc chunk that ${what}`);
}
