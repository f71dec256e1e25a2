import type { RgbImage } from '../../../base/rgb-image.ts';
import { encodeJpeg } from '../../testing/encode-with-jsquash.ts';
import { halve, slideImage } from './slide-image.ts';
import { cutTile, striped, type TiffImage, writeTiffSlide } from './write-tiff-slide.ts';

export interface VentanaRecipe {
  readonly image: RgbImage;
  /** Pixels of a side of a camera image; even. */
  readonly tile: number;
  /** Pixels that two neighbours share; even. */
  readonly overlap: number;
  readonly columns: number;
  readonly rows: number;
}

/** Pixels of the slide that the camera images cover. */
export function ventanaSize({ tile, overlap, columns, rows }: Omit<VentanaRecipe, 'image'>) {
  const side = (count: number) => tile + (count - 1) * (tile - overlap);
  return { width: side(columns), height: side(rows) };
}

/** Writes a Ventana BIF file of two levels: camera images that overlap, behind a label with the scanner's settings. */
export async function writeVentana(recipe: VentanaRecipe): Promise<Uint8Array<ArrayBuffer>> {
  const { image, tile, overlap, columns, rows } = recipe;
  const photographs = Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [(i % columns) * (tile - overlap), Math.floor(i / columns) * (tile - overlap)];
    return cutTile(image, x, y, tile, tile);
  });
  const scan = '<?xml version="1.0"?><iScan Magnification="20" ScanRes="0.5" UnitNumber="1"/>';
  const label = striped(slideImage(30, 40), { 270: 'Label_Image', 700: scan });
  const level0 = await level(photographs, tile, columns, rows, {
    270: 'level=0 mag=20 quality=90',
    700: encodeInfo(recipe),
  });
  const [across, down] = [Math.ceil(columns / 2), Math.ceil(rows / 2)];
  // A tile of level 1 holds four camera images, each half as large.
  const quarters = Array.from({ length: across * down }, (_, i) => {
    const [column, row] = [2 * (i % across), 2 * Math.floor(i / across)];
    const data = new Uint8Array(tile * tile * 3);
    for (let part = 0; part < 4; part++) {
      const [x, y] = [column + (part % 2), row + (part >> 1)];
      if (x < columns && y < rows) place(data, tile, halve(photographs[y * columns + x] as RgbImage), part);
    }
    return { width: tile, height: tile, data };
  });
  const level1 = await level(quarters, tile, across, down, { 270: 'level=1 mag=10 quality=90' });
  return writeTiffSlide({ bigTiff: true, images: [label, level0, level1] });
}

function place(data: Uint8Array, side: number, image: RgbImage, part: number): void {
  const [left, top] = [(part % 2) * image.width, (part >> 1) * image.height];
  for (let y = 0; y < image.height; y++) {
    const row = image.data.subarray(y * image.width * 3, (y + 1) * image.width * 3);
    data.set(row, ((top + y) * side + left) * 3);
  }
}

async function level(
  tiles: readonly RgbImage[],
  tile: number,
  columns: number,
  rows: number,
  tags: TiffImage['tags'],
): Promise<TiffImage> {
  const blocks = await Promise.all(tiles.map((each) => encodeJpeg(each)));
  const sizes = { 256: [columns * tile], 257: [rows * tile], 322: [tile], 323: [tile] };
  return {
    tags: { ...sizes, 258: [8, 8, 8], 259: [7], 262: [6], 277: [3], ...tags },
    blocks,
    places: [324, 325],
  };
}

/** Camera images are numbered from the lower left on, to and fro. */
function encodeInfo({ tile, overlap, columns, rows }: VentanaRecipe): string {
  const numberOf = (column: number, row: number) => {
    const up = rows - 1 - row;
    return up * columns + (up % 2 === 0 ? column : columns - 1 - column) + 1;
  };
  const joints: string[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = numberOf(column, row);
      const joint = (direction: string, to: number, x: number, y: number) =>
        `<TileJointInfo FlagJoined="1" Confidence="100" Direction="${direction}" Tile1="${from}" Tile2="${to}" OverlapX="${x}" OverlapY="${y}"/>`;
      if (column + 1 < columns) joints.push(joint('RIGHT', numberOf(column + 1, row), overlap, 0));
      if (row > 0) joints.push(joint('UP', numberOf(column, row - 1), 0, overlap));
    }
  }
  return `<?xml version="1.0"?><EncodeInfo Ver="2"><SlideStitchInfo><ImageInfo AOIScanned="1" AOIIndex="0" NumRows="${rows}" NumCols="${columns}" Width="${tile}" Height="${tile}" Pos-X="0" Pos-Y="0">${joints.join('')}</ImageInfo></SlideStitchInfo><AoiOrigin><AOI0 OriginX="0" OriginY="0"/></AoiOrigin></EncodeInfo>`;
}
