/**
 * Finds what was drawn on the glass with a pen. Ink is more saturated than stains are at the scale of an overview, flat where
 * tissue has texture, and green, blue, cyan, yellow-green or pure red where haematoxylin and eosin lie between violet and pink.
 */
import type { RgbImage } from '../../base/rgb-image.ts';

/** A colour of pens. Hues in degrees, from `from` clockwise to `to`; saturations of 0 to 1, as in HSV. */
interface Pen {
  readonly from: number;
  readonly to: number;
  readonly saturation: number;
  /** Least value of the brightest channel, 0 to 255. */
  readonly value: number;
}

const PENS: readonly Pen[] = [
  { from: 68, to: 165, saturation: 0.4, value: 50 },
  { from: 165, to: 240, saturation: 0.6, value: 50 },
  // Dense haematoxylin comes near, and so do red cells and dense eosin, but they are not so pure.
  { from: 240, to: 265, saturation: 0.72, value: 50 },
  { from: 350, to: 16, saturation: 0.78, value: 50 },
  // DAB is as saturated, and darker.
  { from: 16, to: 68, saturation: 0.7, value: 180 },
];

/** Darker pixels have no hue. */
const LEAST_VALUE = 50;
/** Most that brightness (0 to 255) varies around a pixel of ink, and the share of a pen's pixels that are so flat. */
const MOST_TEXTURE = 24;
const LEAST_FLAT = 0.4;
/** Least share of the image that a pen's pixels take. */
const LEAST_SHARE = 4e-4;
/** The rim of a stroke mixes with glass: pixels of its hue so near to it (in pixels), and so saturated, belong to it. */
const RIM = 3;
const RIM_HUE = 24;
const RIM_SATURATION = 0.06;

/** @returns 1 for each pixel of ink; undefined where there is none. */
export function findInk(image: RgbImage): Uint8Array<ArrayBuffer> | undefined {
  const { width, height, data } = image;
  const hues = new Float32Array(width * height);
  const saturations = new Float32Array(width * height);
  for (let pixel = 0; pixel < hues.length; pixel++) writeHue(data, pixel, hues, saturations);
  let ink: Uint8Array<ArrayBuffer> | undefined;
  for (const pen of PENS) {
    const strokes = Uint8Array.from(hues, (hue, at) =>
      isOf(pen, hue, saturations[at] as number) && brightest(image.data, at) >= pen.value ? 1 : 0,
    );
    if (!isDrawn(image, strokes)) continue;
    ink ??= new Uint8Array(width * height);
    addStrokes(strokes, pen, { width, height, hues, saturations }, ink);
  }
  return ink;
}

function isOf({ from, to, saturation }: Pen, hue: number, saturationOfPixel: number): boolean {
  return saturationOfPixel >= saturation && isBetween(hue, from, to);
}

function brightest(data: Uint8Array, pixel: number): number {
  return Math.max(data[pixel * 3] as number, data[pixel * 3 + 1] as number, data[pixel * 3 + 2] as number);
}

function writeHue(data: Uint8Array, pixel: number, hues: Float32Array, saturations: Float32Array): void {
  const red = data[pixel * 3] as number;
  const green = data[pixel * 3 + 1] as number;
  const blue = data[pixel * 3 + 2] as number;
  const most = brightest(data, pixel);
  const range = most - Math.min(red, green, blue);
  if (most < LEAST_VALUE || range === 0) return;
  saturations[pixel] = range / most;
  const sextant =
    most === red ? (green - blue) / range : most === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
  hues[pixel] = (sextant * 60 + 360) % 360;
}

/** Whether a hue lies on the way from one to the other, which may lead past 360 degrees. */
function isBetween(hue: number, from: number, to: number): boolean {
  return from <= to ? hue >= from && hue < to : hue >= from || hue < to;
}

/** Whether pixels of one colour are many enough, and as flat as a pen's strokes are. */
function isDrawn({ width, height, data }: RgbImage, strokes: Uint8Array): boolean {
  let count = 0;
  let inner = 0;
  let flat = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (strokes[y * width + x] !== 1) continue;
      count++;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) continue;
      const texture = textureAt(data, strokes, width, y * width + x);
      if (texture === undefined) continue;
      inner++;
      if (texture <= MOST_TEXTURE) flat++;
    }
  }
  return count >= LEAST_SHARE * width * height && inner > count / 8 && flat >= LEAST_FLAT * inner;
}

/** How much the brightness of the nine pixels around one varies; undefined where one of them has another colour. */
function textureAt(data: Uint8Array, strokes: Uint8Array, width: number, pixel: number): number | undefined {
  let least = 255;
  let most = 0;
  for (const row of [-width, 0, width]) {
    for (const step of [-1, 0, 1]) {
      const at = pixel + row + step;
      if (strokes[at] !== 1) return undefined;
      const brightness =
        ((data[at * 3] as number) + (data[at * 3 + 1] as number) * 2 + (data[at * 3 + 2] as number)) / 4;
      least = Math.min(least, brightness);
      most = Math.max(most, brightness);
    }
  }
  return most - least;
}

interface Colours {
  readonly width: number;
  readonly height: number;
  readonly hues: Float32Array;
  readonly saturations: Float32Array;
}

/** The strokes and, pixel by pixel outwards, their rim. */
function addStrokes(
  strokes: Uint8Array,
  { from, to }: Pen,
  { width, height, hues, saturations }: Colours,
  ink: Uint8Array,
): void {
  let edge: number[] = [];
  for (let at = 0; at < strokes.length; at++) {
    if (strokes[at] !== 1) continue;
    ink[at] = 1;
    edge.push(at);
  }
  const isRim = (at: number) =>
    ink[at] === 0 &&
    (saturations[at] as number) >= RIM_SATURATION &&
    isBetween(hues[at] as number, (from - RIM_HUE + 360) % 360, (to + RIM_HUE) % 360);
  for (let step = 0; step < RIM; step++) {
    const next: number[] = [];
    for (const at of edge) {
      const x = at % width;
      for (const neighbour of [
        x > 0 ? at - 1 : at,
        x < width - 1 ? at + 1 : at,
        at >= width ? at - width : at,
        at + width < width * height ? at + width : at,
      ]) {
        if (!isRim(neighbour)) continue;
        ink[neighbour] = 1;
        next.push(neighbour);
      }
    }
    edge = next;
  }
}
