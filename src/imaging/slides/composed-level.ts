/** Levels that are put together from images that lie anywhere: areas of a slide, or camera images that overlap. */
import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import { checkLevel, type StoredLevel } from './slide-levels.ts';
import { TileCache } from './tile-cache.ts';

/** A part of an image, and where it lies on the level. Whole pixels. */
export interface Piece {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Which image, as the level's `decode` knows it. */
  readonly image: number;
  /** Where the part starts in the image. */
  readonly fromX: number;
  readonly fromY: number;
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Composition {
  readonly width: number;
  readonly height: number;
  /** The pieces that touch an area, in the order in which they are painted. */
  piecesIn(area: Area): readonly Piece[];
  /** Undefined for an image that the file does not store. */
  decode(image: number): Promise<RgbImage | undefined>;
}

export type ComposedLevel = StoredLevel & {
  /** Undefined where no piece lies. */
  decodeTile(column: number, row: number): Promise<RgbImage | undefined>;
};

/** Pixels of a side of the tiles that are put together. */
const TILE = 512;
/** 524,000 pixels squared, more than any glass: whoever looks at the whole asks for every tile, most of which are empty. */
const MOST_TILES = 2 ** 20;
const WHITE = 255;
/** Bytes of decoded images that a slide keeps, since neighbouring tiles share them. */
const KEPT_BYTES = 24 * 2 ** 20;

/** Decoded images of all levels of a slide. */
export class PieceImages {
  readonly #kept = new TileCache(KEPT_BYTES);
  readonly #underway = new Map<string, Promise<RgbImage | undefined>>();

  /** @param decode Is called once for an image that several ask for at the same time. */
  get(name: string, decode: () => Promise<RgbImage | undefined>): Promise<RgbImage | undefined> {
    const kept = this.#kept.get(name);
    if (kept) return Promise.resolve(kept);
    const underway =
      this.#underway.get(name) ??
      decode()
        .then((image) => {
          if (image) this.#kept.set(name, image);
          return image;
        })
        .finally(() => this.#underway.delete(name));
    this.#underway.set(name, underway);
    return underway;
  }
}

/**
 * A level in tiles of our own, white where no piece lies.
 * @param name Tells the level's images from those of others in `images`.
 * @throws AppError image-broken: a size that no slide has
 */
export function composeLevel(composition: Composition, images: PieceImages, name: string): ComposedLevel {
  const { width, height } = composition;
  const level: StoredLevel = { width, height, tileWidth: TILE, tileHeight: TILE };
  checkLevel(level);
  const tiles = Math.ceil(width / TILE) * Math.ceil(height / TILE);
  if (tiles > MOST_TILES) throw new AppError('image-broken', `images that lie ${width} x ${height} pixels apart`);
  return {
    ...level,
    decodeTile: async (column, row) => {
      const [left, top] = [column * TILE, row * TILE];
      const area = { left, top, right: Math.min(width, left + TILE), bottom: Math.min(height, top + TILE) };
      const pieces = composition.piecesIn(area);
      if (pieces.length === 0) return undefined;
      const tile: RgbImage = { width: TILE, height: TILE, data: new Uint8Array(TILE * TILE * 3).fill(WHITE) };
      for (const piece of pieces) {
        const image = await images.get(`${name}/${piece.image}`, () => composition.decode(piece.image));
        if (image) paint(tile, area, image, piece);
      }
      return tile;
    },
  };
}

function paint(tile: RgbImage, area: Area, image: RgbImage, piece: Piece): void {
  const left = Math.max(area.left, piece.x);
  const right = Math.min(area.right, piece.x + Math.min(piece.width, image.width - piece.fromX));
  const top = Math.max(area.top, piece.y);
  const bottom = Math.min(area.bottom, piece.y + Math.min(piece.height, image.height - piece.fromY));
  if (right <= left) return;
  for (let y = top; y < bottom; y++) {
    const from = ((y - piece.y + piece.fromY) * image.width + left - piece.x + piece.fromX) * 3;
    const to = ((y - area.top) * tile.width + left - area.left) * 3;
    tile.data.set(image.data.subarray(from, from + (right - left) * 3), to);
  }
}

/** Most places that pieces take in the index together: hostile files have pieces as large as the slide. */
const MOST_PLACES = 2 ** 23;

/**
 * Finds the pieces that touch an area, in their order, by the tiles that each lies on.
 * @throws AppError image-broken when they lie on more tiles than those of a slide do
 */
export function indexPieces(pieces: readonly Piece[], { width, height }: { width: number; height: number }) {
  const columns = Math.ceil(width / TILE);
  const rows = Math.ceil(height / TILE);
  const places = new Map<number, Piece[]>();
  let count = 0;
  for (const piece of pieces) {
    const last = { column: Math.ceil((piece.x + piece.width) / TILE), row: Math.ceil((piece.y + piece.height) / TILE) };
    const first = { column: Math.max(0, Math.floor(piece.x / TILE)), row: Math.max(0, Math.floor(piece.y / TILE)) };
    const [right, bottom] = [Math.min(columns, last.column), Math.min(rows, last.row)];
    count += Math.max(0, right - first.column) * Math.max(0, bottom - first.row);
    if (count > MOST_PLACES) throw new AppError('image-broken', 'pieces that are larger than those of a slide');
    for (let row = first.row; row < bottom; row++) {
      for (let column = first.column; column < right; column++) {
        const at = row * columns + column;
        const there = places.get(at);
        if (there) there.push(piece);
        else places.set(at, [piece]);
      }
    }
  }
  return ({ left, top }: Area): readonly Piece[] =>
    places.get(Math.floor(top / TILE) * columns + Math.floor(left / TILE)) ?? [];
}
