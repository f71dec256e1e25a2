import { AppError } from '../base/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { concatenate } from './concatenate.ts';
import { checkDimensions, checkMemory, RGB_TWICE } from './image-limits.ts';
import { unpackLzw } from './lzw.ts';

const BLOCK = { image: 0x2c, extension: 0x21 } as const;
const GRAPHIC_CONTROL = 0xf9;
const WHITE = 255;

/**
 * Decodes the first frame of a GIF file onto its screen, which grows where the frame is larger. What the frame leaves
 * open has the screen's background colour, or is white where the frame has a transparent colour, as is what has that colour.
 *
 * Our own: the format is small, and the widely used omggif takes a truncated frame for a whole one.
 * @throws AppError image-broken, image-too-large
 */
export function decodeGif(bytes: Uint8Array<ArrayBuffer>): RgbImage {
  const reader = new Reader(bytes);
  reader.skip(6);
  const screen = { width: reader.uint16(), height: reader.uint16() };
  checkDimensions(screen.width, screen.height);
  const flags = reader.uint8();
  const background = reader.uint8();
  reader.skip(1);
  const globalColours = readColours(reader, flags);
  const transparent = skipToFrame(reader);
  const frame = readFrame(reader, globalColours, screen, bytes.length);
  const { width, height } = sizeAround(screen, frame);
  const data = new Uint8Array(width * height * 3).fill(WHITE);
  const colour = globalColours?.subarray(background * 3, background * 3 + 3);
  if (transparent === undefined && colour?.length === 3) paint(data, colour);
  drawFrame(frame, transparent, { width, height, data });
  return { width, height, data };
}

function paint(data: Uint8Array, colour: Uint8Array): void {
  for (let at = 0; at < data.length; at += 3) data.set(colour, at);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The screen, grown to hold the frame. */
function sizeAround(
  screen: Size,
  { left, top, width, height }: Size & { readonly left: number; readonly top: number },
): Size {
  return { width: Math.max(screen.width, left + width), height: Math.max(screen.height, top + height) };
}

/** Reads little-endian numbers in order. @throws AppError image-broken at the end of the file */
class Reader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  uint8(): number {
    return this.take(1)[0] as number;
  }

  uint16(): number {
    const [low, high] = this.take(2) as unknown as [number, number];
    return low | (high << 8);
  }

  skip(count: number): void {
    this.take(count);
  }

  take(count: number): Uint8Array {
    const end = this.#offset + count;
    if (end > this.#bytes.length) throw new AppError('image-broken', 'the GIF file is cut off');
    const taken = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return taken;
  }

  /** The data sub-blocks up to the empty one, joined. */
  subBlocks(): Uint8Array {
    const blocks: Uint8Array[] = [];
    for (let length = this.uint8(); length > 0; length = this.uint8()) blocks.push(this.take(length));
    return concatenate(blocks);
  }
}

/** The colour table that follows when the flags say so: RGB triples. */
function readColours(reader: Reader, flags: number): Uint8Array | undefined {
  return flags & 0x80 ? reader.take(3 * 2 ** ((flags & 7) + 1)) : undefined;
}

/** Moves to the first frame. Returns its transparent colour, if it has one. */
function skipToFrame(reader: Reader): number | undefined {
  let transparent: number | undefined;
  for (;;) {
    const block = reader.uint8();
    if (block === BLOCK.image) return transparent;
    if (block !== BLOCK.extension) throw new AppError('image-broken', 'the GIF file has no frame');
    const label = reader.uint8();
    const body = reader.subBlocks();
    if (label === GRAPHIC_CONTROL) transparent = (body[0] ?? 0) & 1 ? body[3] : undefined;
  }
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly interlaced: boolean;
  readonly colours: Uint8Array;
  /** One a pixel, in the order they are stored. */
  readonly indices: Uint8Array;
}

function readFrame(reader: Reader, globalColours: Uint8Array | undefined, screen: Size, fileBytes: number): Frame {
  const [left, top, width, height] = [reader.uint16(), reader.uint16(), reader.uint16(), reader.uint16()];
  checkDimensions(width, height);
  const around = sizeAround(screen, { left, top, width, height });
  checkDimensions(around.width, around.height);
  // The indices, the screen and its copy; the file, and its blocks joined.
  checkMemory(width * height + around.width * around.height * RGB_TWICE + 2 * fileBytes);
  const flags = reader.uint8();
  const colours = readColours(reader, flags) ?? globalColours;
  if (!colours) throw new AppError('image-broken', 'the GIF file has no colours');
  const literalBits = reader.uint8();
  if (literalBits < 1 || literalBits > 8) throw new AppError('image-broken', `GIF codes of ${literalBits} bits`);
  const readCode = codeReader(reader.subBlocks());
  const indices = unpackLzw({ literalBits, early: false, readCode }, width * height);
  if (indices.length < width * height) throw new AppError('image-broken', 'the GIF frame is not complete');
  return { left, top, width, height, interlaced: (flags & 0x40) !== 0, colours, indices };
}

/** GIF packs its codes from the least significant bit on. */
function codeReader(packed: Uint8Array): (bits: number) => number {
  let from = 0;
  let buffer = 0;
  let buffered = 0;
  return (bits) => {
    while (buffered < bits) {
      if (from >= packed.length) return -1;
      buffer |= (packed[from++] as number) << buffered;
      buffered += 8;
    }
    const code = buffer & ((1 << bits) - 1);
    buffer >>>= bits;
    buffered -= bits;
    return code;
  };
}

function drawFrame(frame: Frame, transparent: number | undefined, screen: RgbImage): void {
  const { left, top, width, height, colours, indices } = frame;
  const rows = frame.interlaced ? interlacedRows(height) : Array.from({ length: height }, (_, row) => row);
  rows.forEach((row, stored) => {
    for (let x = 0; x < width; x++) {
      const index = indices[stored * width + x] as number;
      if (index === transparent) continue;
      if (index * 3 >= colours.length) throw new AppError('image-broken', `GIF colour ${index}`);
      screen.data.set(colours.subarray(index * 3, index * 3 + 3), ((top + row) * screen.width + left + x) * 3);
    }
  });
}

/** The rows of an interlaced frame in the order they are stored: every 8th, the 4th between, every other between, the rest. */
function interlacedRows(height: number): number[] {
  const passes: readonly (readonly [first: number, step: number])[] = [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ];
  return passes.flatMap(([first, step]) =>
    Array.from({ length: Math.max(0, Math.ceil((height - first) / step)) }, (_, i) => first + i * step),
  );
}
