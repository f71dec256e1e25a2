import type { RgbImage } from '../../base/rgb-image.ts';

const WHITE = 255;
/**
 * Shares of a source pixel in an output pixel are whole numbers that add up to this much on each axis, so that sums are
 * exact and do not depend on the order in which tiles come.
 */
const WHOLE = 2 ** 16;

/** Which source pixels an output pixel covers on one axis, and how much of it each fills. */
export interface Coverage {
  /** The first one; may lie outside of the source. */
  readonly first: Int32Array;
  /** For each output pixel, where its shares start; one more at the end. */
  readonly starts: Int32Array;
  readonly shares: Int32Array;
}

/**
 * @param start Where the first output pixel starts, in source pixels.
 * @param scale Source pixels of an output pixel.
 */
export function coverage(start: number, scale: number, length: number): Coverage {
  const first = new Int32Array(length);
  const starts = new Int32Array(length + 1);
  const shares: number[] = [];
  for (let i = 0; i < length; i++) {
    const from = snap(start + i * scale);
    const to = snap(start + (i + 1) * scale);
    const position = (at: number) => Math.round(((Math.min(at, to) - from) / (to - from)) * WHOLE);
    first[i] = Math.floor(from);
    for (let source = Math.floor(from); source < to; source++) {
      shares.push(position(source + 1) - (source < from ? 0 : position(source)));
    }
    starts[i + 1] = shares.length;
  }
  return { first, starts, shares: Int32Array.from(shares) };
}

/** Whether each output pixel is one source pixel. */
export function isExact({ shares }: Coverage): boolean {
  return shares.every((share) => share === WHOLE);
}

/** A position that is a whole pixel but for the errors of floating point. */
function snap(position: number): number {
  const whole = Math.round(position);
  return Math.abs(position - whole) < 1e-6 ? whole : position;
}

/** Takes tiles as AreaAverage does, where both axes are exact: pixels come as they are. */
export class AreaCopy {
  readonly #left: number;
  readonly #top: number;
  readonly #image: RgbImage;

  constructor(columns: Coverage, rows: Coverage) {
    this.#left = columns.first[0] ?? 0;
    this.#top = rows.first[0] ?? 0;
    const width = columns.first.length;
    const height = rows.first.length;
    this.#image = { width, height, data: new Uint8Array(width * height * 3).fill(WHITE) };
  }

  add(tile: RgbImage, left: number, top: number, width: number, height: number): void {
    const { data } = this.#image;
    const from = Math.max(left, this.#left);
    const to = Math.min(left + width, this.#left + this.#image.width);
    const bottom = Math.min(top + height, this.#top + this.#image.height);
    if (to <= from) return;
    for (let y = Math.max(top, this.#top); y < bottom; y++) {
      const start = ((y - top) * tile.width + from - left) * 3;
      const row = tile.data.subarray(start, start + (to - from) * 3);
      data.set(row, ((y - this.#top) * this.#image.width + from - this.#left) * 3);
    }
  }

  /** Nothing is held back. */
  finishBand(): void {}

  finish(): RgbImage {
    return this.#image;
  }
}

/** Averages the tiles of a source into an image, each output pixel being the mean of the area it covers. */
export class AreaAverage {
  readonly #columns: Coverage;
  readonly #rows: Coverage;
  readonly #width: number;
  readonly #height: number;
  readonly #data: Uint8Array<ArrayBuffer>;
  /** Sums of the output rows from `#top` on that are not finished. */
  #sums: Float64Array;
  /** How much of each sum's pixel was filled: WHOLE * WHOLE where the source has all of it. */
  #filled: Float64Array;
  #top = 0;

  constructor(columns: Coverage, rows: Coverage) {
    this.#columns = columns;
    this.#rows = rows;
    this.#width = columns.first.length;
    this.#height = rows.first.length;
    this.#data = new Uint8Array(this.#width * this.#height * 3).fill(WHITE);
    this.#sums = new Float64Array(0);
    this.#filled = new Float64Array(0);
  }

  /**
   * Adds a tile. Those of one band (the same `top`) come one after another, bands from the top.
   * @param left Of the tile in the source, as `top`, in source pixels.
   * @param width Pixels of the tile that count, as `height`: less than it has where it hangs over the edge.
   */
  add(tile: RgbImage, left: number, top: number, width: number, height: number): void {
    const across = overlapping(this.#columns, left, left + width);
    const down = overlapping(this.#rows, top, top + height);
    if (across.to <= across.from) return;
    this.#makeRoom(down.to);
    for (let y = Math.max(down.from, this.#top); y < down.to; y++) {
      for (const [row, share] of sharesOf(this.#rows, y, top, top + height)) {
        this.#addRow(tile, row - top, left, left + width, share, (y - this.#top) * this.#width, across);
      }
    }
  }

  /** Tells that no more tiles come that start above `bottom`, in source pixels. */
  finishBand(bottom: number): void {
    let finished = this.#top;
    while (finished < this.#height && endOf(this.#rows, finished) <= bottom) finished++;
    this.#makeRoom(finished);
    for (let i = 0; i < (finished - this.#top) * this.#width; i++) this.#write(i);
    this.#sums = this.#sums.slice((finished - this.#top) * this.#width * 3);
    this.#filled = this.#filled.slice((finished - this.#top) * this.#width);
    this.#top = finished;
  }

  /** The image, white where no tile was. */
  finish(): RgbImage {
    this.finishBand(Number.POSITIVE_INFINITY);
    return { width: this.#width, height: this.#height, data: this.#data };
  }

  #makeRoom(rows: number): void {
    const pixels = (rows - this.#top) * this.#width;
    if (pixels <= this.#filled.length) return;
    const sums = new Float64Array(pixels * 3);
    const filled = new Float64Array(pixels);
    sums.set(this.#sums);
    filled.set(this.#filled);
    this.#sums = sums;
    this.#filled = filled;
  }

  #addRow(
    tile: RgbImage,
    row: number,
    left: number,
    right: number,
    rowShare: number,
    rowStart: number,
    across: { from: number; to: number },
  ): void {
    const { first, starts, shares } = this.#columns;
    const { data } = tile;
    const sums = this.#sums;
    for (let x = across.from; x < across.to; x++) {
      const begin = first[x] as number;
      const start = starts[x] as number;
      const from = Math.max(begin, left);
      const to = Math.min(begin + (starts[x + 1] as number) - start, right);
      let red = 0;
      let green = 0;
      let blue = 0;
      let filled = 0;
      let at = (row * tile.width + from - left) * 3;
      for (let source = from; source < to; source++, at += 3) {
        const share = shares[start + source - begin] as number;
        red += share * (data[at] as number);
        green += share * (data[at + 1] as number);
        blue += share * (data[at + 2] as number);
        filled += share;
      }
      const out = rowStart + x;
      sums[out * 3] = (sums[out * 3] as number) + red * rowShare;
      sums[out * 3 + 1] = (sums[out * 3 + 1] as number) + green * rowShare;
      sums[out * 3 + 2] = (sums[out * 3 + 2] as number) + blue * rowShare;
      this.#filled[out] = (this.#filled[out] as number) + filled * rowShare;
    }
  }

  /** Mixes what was not filled with white, and rounds to nearest. */
  #write(pixel: number): void {
    const white = WHITE * (WHOLE * WHOLE - (this.#filled[pixel] as number));
    const to = this.#top * this.#width * 3 + pixel * 3;
    for (let channel = 0; channel < 3; channel++) {
      const sum = (this.#sums[pixel * 3 + channel] as number) + white;
      this.#data[to + channel] = Math.floor(sum / (WHOLE * WHOLE) + 0.5);
    }
  }
}

function endOf({ first, starts }: Coverage, index: number): number {
  return (first[index] as number) + (starts[index + 1] as number) - (starts[index] as number);
}

/** Output pixels that cover something of the source from `from` to `to`. */
function overlapping(axis: Coverage, from: number, to: number): { from: number; to: number } {
  const { length } = axis.first;
  let start = 0;
  while (start < length && endOf(axis, start) <= from) start++;
  let end = start;
  while (end < length && (axis.first[end] as number) < to) end++;
  return { from: start, to: end };
}

/** The source pixels, with their shares, of one output pixel that lie from `from` to `to`. */
function* sharesOf(
  { first, starts, shares }: Coverage,
  index: number,
  from: number,
  to: number,
): Generator<[number, number]> {
  const begin = first[index] as number;
  const start = starts[index] as number;
  const end = begin + (starts[index + 1] as number) - start;
  for (let source = Math.max(begin, from); source < Math.min(end, to); source++) {
    yield [source, shares[start + source - begin] as number];
  }
}
