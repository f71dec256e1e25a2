/**
 * Where a slide has tissue. Stained tissue is colourful, glass and paper are not: the image is balanced so that its
 * background is white, and each pixel gets its saturation. On a slide in greys tissue is darker than the background, and in
 * fluorescence brighter. Otsu's threshold (IEEE Trans. SMC 9, 1979) parts them, ink of pens is left out (ink.ts), dust is
 * removed and holes are filled.
 */
import type { RgbImage } from '../../base/rgb-image.ts';
import type { TissueMask } from '../../base/slide.ts';
import { findInk } from './ink.ts';

/** Darker in every channel than this is the border of a scan, or black ink; its hue means nothing. */
const BLACK = 50;
/** Background: every channel is at least so bright, and they differ by no more than the other. */
const LEAST_WHITE = 170;
const MOST_TINT = 50;
/** Least share of an image that is background, for its colour to be believed. */
const LEAST_BACKGROUND = 0.01;
/** The background's colour is that of its pixel at this rank, by brightness. */
const BACKGROUND_RANK = 0.8;
/** Shares of the image up to which a piece of tissue is dust, and a gap in it a hole. */
const DUST = 5e-5;
const HOLE = 2e-4;

/** A slide in greys: channels differ by no more, but for the share of pixels. */
const MOST_GREY_TINT = 8;
const LEAST_GREY = 0.995;
/** Bright on dark: so much of the image is dark, and the least channel of what is not is as low in half of it. */
const LEAST_DARK = 0.05;
const MOST_LEAST_CHANNEL = 60;

/** What tells tissue from background, and between which values of it Otsu decides: above is always tissue, below never. */
const MEASURES = {
  colour: { values: saturations, least: 15, most: 40 },
  darkness: { values: darknesses, least: 12, most: 40 },
  brightness: { values: brightnesses, least: 12, most: 60 },
} as const;

/** @param image An overview of the slide. */
export function findTissue(image: RgbImage): TissueMask {
  const { width, height } = image;
  const by = measureOf(image);
  const { values, least, most } = MEASURES[by];
  const ink = by === 'colour' ? findInk(image) : undefined;
  const isGlass = (at: number) => ink === undefined || ink[at] === 0;
  const measured = smooth(values(image, isGlass), width, height);
  const threshold = Math.min(most, Math.max(least, otsu(ink ? measured.filter((_, at) => isGlass(at)) : measured)));
  const tissue = Uint8Array.from(measured, (value, at) => (value > threshold && isGlass(at) ? 1 : 0));
  const pixels = (share: number) => Math.max(4, Math.round(share * width * height));
  flipSmall(tissue, width, 1, pixels(DUST));
  flipSmall(tissue, width, 0, pixels(HOLE));
  if (!ink) return { width, height, tissue, by };
  return { width, height, tissue: tissue.map((value, at) => (ink[at] ? 0 : value)), by, ink };
}

/** Told by all of the image: greys alone, or bright colours on black. */
function measureOf({ data }: RgbImage): TissueMask['by'] {
  const pixels = data.length / 3;
  const leastOfBright = new Uint32Array(256);
  let grey = 0;
  let dark = 0;
  let white = 0;
  for (let at = 0; at < data.length; at += 3) {
    const red = data[at] as number;
    const green = data[at + 1] as number;
    const blue = data[at + 2] as number;
    const least = Math.min(red, green, blue);
    const most = Math.max(red, green, blue);
    if (most - least <= MOST_GREY_TINT) grey++;
    if (most < BLACK) dark++;
    else leastOfBright[least] = (leastOfBright[least] as number) + 1;
    if (least >= LEAST_WHITE && most - least <= MOST_TINT) white++;
  }
  if (grey >= LEAST_GREY * pixels) return dark > white ? 'brightness' : 'darkness';
  const isOnBlack = dark >= LEAST_DARK * pixels && white < LEAST_BACKGROUND * pixels;
  const median = valueAtRank(leastOfBright, (pixels - dark) / 2);
  return isOnBlack && median <= MOST_LEAST_CHANNEL ? 'brightness' : 'colour';
}

/** 255 * (1 - value / background's) of the channels' mean; 0 for what is brighter than the background. */
function darknesses(image: RgbImage): Uint8Array<ArrayBuffer> {
  const { data } = image;
  const white = backgroundOf(image).reduce((sum, value) => sum + value, 0);
  return Uint8Array.from({ length: data.length / 3 }, (_, pixel) => {
    const at = pixel * 3;
    const sum = (data[at] as number) + (data[at + 1] as number) + (data[at + 2] as number);
    return Math.max(0, 255 * (1 - sum / white) + 0.5);
  });
}

/** The brightest channel above that of the background, which is as bright as the darker tenth of the image. */
function brightnesses({ data }: RgbImage): Uint8Array<ArrayBuffer> {
  const out = Uint8Array.from({ length: data.length / 3 }, (_, pixel) => {
    const at = pixel * 3;
    return Math.max(data[at] as number, data[at + 1] as number, data[at + 2] as number);
  });
  const counts = new Uint32Array(256);
  for (const value of out) counts[value] = (counts[value] as number) + 1;
  const background = valueAtRank(counts, out.length / 10);
  return out.map((value) => Math.max(0, value - background));
}

type Colour = readonly [red: number, green: number, blue: number];

/** floor(255 * (1 - least / most) + 0.5) of the channels over the background's; 0 for black, and for ink. */
function saturations(image: RgbImage, isGlass: (pixel: number) => boolean): Uint8Array<ArrayBuffer> {
  const { data } = image;
  const [whiteRed, whiteGreen, whiteBlue] = backgroundOf(image);
  const out = new Uint8Array(data.length / 3);
  for (let pixel = 0, at = 0; pixel < out.length; pixel++, at += 3) {
    const red = data[at] as number;
    const green = data[at + 1] as number;
    const blue = data[at + 2] as number;
    if ((red < BLACK && green < BLACK && blue < BLACK) || !isGlass(pixel)) continue;
    // Brighter than the background is as white as it.
    const r = Math.min(1, red / whiteRed);
    const g = Math.min(1, green / whiteGreen);
    const b = Math.min(1, blue / whiteBlue);
    out[pixel] = Math.floor(255 * (1 - Math.min(r, g, b) / Math.max(r, g, b)) + 0.5);
  }
  return out;
}

/** The colour of glass or paper, each channel on its own; pure white where too little of the image can be it. */
function backgroundOf({ data }: RgbImage): Colour {
  const reds = new Uint32Array(256);
  const greens = new Uint32Array(256);
  const blues = new Uint32Array(256);
  let candidates = 0;
  for (let at = 0; at < data.length; at += 3) {
    const red = data[at] as number;
    const green = data[at + 1] as number;
    const blue = data[at + 2] as number;
    const least = Math.min(red, green, blue);
    if (least < LEAST_WHITE || Math.max(red, green, blue) - least > MOST_TINT) continue;
    candidates++;
    reds[red] = (reds[red] as number) + 1;
    greens[green] = (greens[green] as number) + 1;
    blues[blue] = (blues[blue] as number) + 1;
  }
  if (candidates < (LEAST_BACKGROUND * data.length) / 3) return [255, 255, 255];
  const rank = BACKGROUND_RANK * candidates;
  return [valueAtRank(reds, rank), valueAtRank(greens, rank), valueAtRank(blues, rank)];
}

function valueAtRank(counts: Uint32Array, rank: number): number {
  let sum = 0;
  return counts.findIndex((count) => {
    sum += count;
    return sum >= rank;
  });
}

/** The mean of each pixel and its eight neighbours, so that noise is not taken for tissue; edges are repeated. */
function smooth(values: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const across = new Uint16Array(values.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const left = x > 0 ? at - 1 : at;
      const right = x < width - 1 ? at + 1 : at;
      across[at] = (values[left] as number) + (values[at] as number) + (values[right] as number);
    }
  }
  const out = new Uint8Array(values.length);
  for (let at = 0; at < out.length; at++) {
    const above = at >= width ? at - width : at;
    const below = at + width < out.length ? at + width : at;
    out[at] = ((across[above] as number) + (across[at] as number) + (across[below] as number)) / 9 + 0.5;
  }
  return out;
}

/** The value that parts the histogram so that the variance between both sides is largest: values up to it are below. */
export function otsu(values: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value] = (counts[value] as number) + 1;
  const total = counts.reduce((sum, count, value) => sum + count * value, 0);
  let best = 0;
  let bestVariance = -1;
  let below = 0;
  let sumBelow = 0;
  for (let value = 0; value < 256; value++) {
    below += counts[value] as number;
    sumBelow += (counts[value] as number) * value;
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
    if (variance <= bestVariance) continue;
    bestVariance = variance;
    best = value;
  }
  return best;
}

/** Gives every connected piece (across and down) of `value` that has at most `most` pixels the other value. */
export function flipSmall(mask: Uint8Array, width: number, value: 0 | 1, most: number): void {
  const seen = new Uint8Array(mask.length);
  const piece = new Int32Array(mask.length);
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] !== value || seen[start]) continue;
    const size = collectPiece(mask, width, start, seen, piece);
    if (size <= most) for (const pixel of piece.subarray(0, size)) mask[pixel] = 1 - value;
  }
}

/** Writes the pixels of the piece that `start` belongs to into `piece`, marks them as seen, and returns their number. */
function collectPiece(mask: Uint8Array, width: number, start: number, seen: Uint8Array, piece: Int32Array): number {
  const value = mask[start];
  let size = 0;
  const visit = (pixel: number) => {
    if (seen[pixel] || mask[pixel] !== value) return;
    seen[pixel] = 1;
    piece[size++] = pixel;
  };
  visit(start);
  for (let next = 0; next < size; next++) {
    const pixel = piece[next] as number;
    const x = pixel % width;
    if (x > 0) visit(pixel - 1);
    if (x < width - 1) visit(pixel + 1);
    if (pixel >= width) visit(pixel - width);
    if (pixel + width < mask.length) visit(pixel + width);
  }
  return size;
}
