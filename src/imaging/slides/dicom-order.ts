import type { RgbImage } from '../../base/rgb-image.ts';
import type { StoredLevel } from './slide-levels.ts';

/** In which order frames fill the grid of tiles: row after row, or column after column. */
export type FrameOrder = 'rows' | 'columns';

/** Frames at the edges that are looked at, at most. */
const MOST_SAMPLES = 128;
/** Compression mixes what lies on both sides of a boundary in blocks of this many pixels. */
const BLOCK = 16;
/** Most that padding differs from one colour. */
const PADDING_NOISE = 6;
/** Pixels inside of the boundary that are compared with the padding, and the mean difference that shows. */
const STRIP = 8;
const VISIBLE = 32;

/**
 * Finds the order of frames that a file does not tell, by the padding: tiles at the right and lower edge hang over, and
 * what lies beyond was never scanned. An order is certain when all its edge tiles have one colour beyond the edge, with
 * another one before it in most of them, and the other order does not.
 * @returns undefined when neither order, or both, can be.
 */
export async function proveOrder(
  level: StoredLevel,
  decodeFrame: (frame: number) => Promise<RgbImage>,
): Promise<FrameOrder | undefined> {
  const orders: readonly FrameOrder[] = ['rows', 'columns'];
  const possible: FrameOrder[] = [];
  for (const order of orders) if (await isPadded(level, order, decodeFrame)) possible.push(order);
  return possible.length === 1 ? possible[0] : undefined;
}

/** The frame of a tile. */
export function frameAt(level: StoredLevel, order: FrameOrder, column: number, row: number): number {
  const { columns, rows } = gridOf(level);
  return order === 'rows' ? row * columns + column : column * rows + row;
}

function gridOf({ width, height, tileWidth, tileHeight }: StoredLevel): { columns: number; rows: number } {
  return { columns: Math.ceil(width / tileWidth), rows: Math.ceil(height / tileHeight) };
}

type Colour = readonly [number, number, number];

async function isPadded(
  level: StoredLevel,
  order: FrameOrder,
  decodeFrame: (frame: number) => Promise<RgbImage>,
): Promise<boolean> {
  const edges = edgeTiles(level);
  const step = Math.max(1, edges.length / MOST_SAMPLES);
  let padding: Colour | undefined;
  let looked = 0;
  let visible = 0;
  for (let i = 0; i < edges.length; i += step) {
    const { column, row } = edges[Math.floor(i)] as EdgeTile;
    const image = await decodeFrame(frameAt(level, order, column, row));
    const inside = {
      width: Math.min(level.tileWidth, level.width - column * level.tileWidth),
      height: Math.min(level.tileHeight, level.height - row * level.tileHeight),
    };
    padding ??= colourAt(image, image.width - 1, image.height - 1);
    if (!isOneColour(image, inside, padding)) return false;
    looked++;
    if (showsEdge(image, inside, padding)) visible++;
  }
  return visible * 2 > looked;
}

interface EdgeTile {
  readonly column: number;
  readonly row: number;
}

/** Tiles with at least a block of padding that is not mixed with the image. */
function edgeTiles(level: StoredLevel): EdgeTile[] {
  const { columns, rows } = gridOf(level);
  const hangsOver = (side: number, tileSide: number, tiles: number) =>
    tiles * tileSide - Math.ceil(side / BLOCK) * BLOCK >= BLOCK;
  const right = hangsOver(level.width, level.tileWidth, columns)
    ? Array.from({ length: rows }, (_, row) => ({ column: columns - 1, row }))
    : [];
  const below = hangsOver(level.height, level.tileHeight, rows)
    ? Array.from({ length: columns }, (_, column) => ({ column, row: rows - 1 }))
    : [];
  return [...right, ...below];
}

type Size = Pick<RgbImage, 'width' | 'height'>;

/** Whether everything beyond the blocks that the image reaches into has the colour. */
function isOneColour(image: RgbImage, inside: Size, colour: Colour): boolean {
  const width = Math.ceil(inside.width / BLOCK) * BLOCK;
  const height = Math.ceil(inside.height / BLOCK) * BLOCK;
  for (let y = 0; y < image.height; y++) {
    for (let x = y < height ? width : 0; x < image.width; x++) {
      if (difference(image, x, y, colour) > PADDING_NOISE) return false;
    }
  }
  return true;
}

/** Whether the last pixels of the image before the edge differ from the padding. */
function showsEdge(image: RgbImage, { width, height }: Size, colour: Colour): boolean {
  let sum = 0;
  let pixels = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const nearRight = width < image.width && x >= width - STRIP;
      const nearBottom = height < image.height && y >= height - STRIP;
      if (!nearRight && !nearBottom) continue;
      sum += difference(image, x, y, colour);
      pixels++;
    }
  }
  return sum > VISIBLE * pixels;
}

function colourAt({ data, width }: RgbImage, x: number, y: number): Colour {
  const at = (y * width + x) * 3;
  return [data[at] as number, data[at + 1] as number, data[at + 2] as number];
}

function difference(image: RgbImage, x: number, y: number, colour: Colour): number {
  const [red, green, blue] = colourAt(image, x, y);
  return Math.max(Math.abs(red - colour[0]), Math.abs(green - colour[1]), Math.abs(blue - colour[2]));
}
