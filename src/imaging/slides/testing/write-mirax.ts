import type { RgbImage } from '../../../base/rgb-image.ts';
import { concatenate } from '../../concatenate.ts';
import { encodeJpeg } from '../../testing/encode-with-jsquash.ts';
import { writeBmp } from '../../testing/write-bmp.ts';
import { writePng } from '../../testing/write-png.ts';
import { halve } from './slide-image.ts';
import { cutTile } from './write-tiff-slide.ts';

/** Photographs, each of which is stored as four images; and where on the slide each lies, which are multiples of 4. */
export interface MiraxRecipe {
  readonly image: RgbImage;
  readonly columns: number;
  readonly rows: number;
}

/** Pixels of an image, and what two photographs of two images share. */
const SIDE = 64;
const OVERLAP = 16;
const STEP = 2 * SIDE - OVERLAP;
const SLIDE_ID = '0123456789abcdef0123456789abcdef';
const FORMATS = ['JPEG', 'PNG', 'BMP24'] as const;

/** Pixels of the slide. */
export function miraxSize({ columns, rows }: Pick<MiraxRecipe, 'columns' | 'rows'>) {
  return { width: columns * STEP + OVERLAP, height: rows * STEP + OVERLAP };
}

/** Every second photograph lies 4 pixels farther right than the grid has it. */
function leftOf(column: number): number {
  return column * STEP + (column % 2) * 4;
}

/**
 * Writes a MIRAX slide of three levels: images of JPEG, each a quarter of a photograph; of PNG, each a photograph; and of BMP,
 * each four photographs.
 * @returns The files by their names, the .mrxs file first.
 */
export async function writeMirax({
  image,
  columns,
  rows,
}: MiraxRecipe): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const photographs = Array.from({ length: columns * rows }, (_, i) =>
    cutTile(image, leftOf(i % columns), Math.floor(i / columns) * STEP, 2 * SIDE, 2 * SIDE),
  );
  const at = (column: number, row: number) =>
    column < columns && row < rows ? (photographs[row * columns + column] as RgbImage) : undefined;
  const levels: { readonly place: number; readonly bytes: Uint8Array }[][] = [[], [], []];
  const across = 2 * columns;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const photograph = at(column, row) as RgbImage;
      for (let part = 0; part < 4; part++) {
        const [x, y] = [part % 2, part >> 1];
        const quarter = cutTile(photograph, x * SIDE, y * SIDE, SIDE, SIDE);
        levels[0]?.push({ place: (2 * row + y) * across + 2 * column + x, bytes: await encodeJpeg(quarter) });
      }
      levels[1]?.push({ place: 2 * row * across + 2 * column, bytes: png(halve(photograph)) });
      if (column % 2 === 1 || row % 2 === 1) continue;
      const four = new Uint8Array(SIDE * SIDE * 3);
      for (let part = 0; part < 4; part++) {
        const other = at(column + (part % 2), row + (part >> 1));
        if (other) paste(four, halve(halve(other)), part);
      }
      levels[2]?.push({ place: 2 * row * across + 2 * column, bytes: bmp(four) });
    }
  }
  const data: Uint8Array[] = [new TextEncoder().encode(`01.02${SLIDE_ID}  0`)];
  let length = data[0]?.length ?? 0;
  const append = (bytes: Uint8Array) => {
    data.push(bytes);
    length += bytes.length;
    return length - bytes.length;
  };
  const positions = new DataView(new ArrayBuffer(9 * columns * rows));
  for (let i = 0; i < columns * rows; i++) {
    positions.setInt32(9 * i + 1, leftOf(i % columns), true);
    positions.setInt32(9 * i + 5, Math.floor(i / columns) * STEP, true);
  }
  const positionsAt = append(new Uint8Array(positions.buffer));
  const records = levels.map((level) => level.map(({ place, bytes }) => [place, append(bytes), bytes.length, 0]));
  return new Map([
    ['slide.mrxs', await encodeJpeg(halve(halve(image)))],
    ['Slidedat.ini', new TextEncoder().encode(`\ufeff${describe({ columns, rows })}`)],
    ['Index.dat', writeIndex(records, [positionsAt, positions.byteLength, 0])],
    ['Data0000.dat', Uint8Array.from(concatenate(data))],
  ]);
}

function png({ width, height, data }: RgbImage): Uint8Array {
  const rows = Array.from({ length: height }, (_, y) => Array.from(data.subarray(y * width * 3, (y + 1) * width * 3)));
  return writePng({ width, height, depth: 8, colourType: 2, rows });
}

/** From the bottom row up, blue first. */
function bmp(data: Uint8Array): Uint8Array {
  const pixels = Array.from({ length: data.length }, (_, i) => {
    const [row, column, channel] = [Math.floor(i / (SIDE * 3)), Math.floor((i % (SIDE * 3)) / 3), i % 3];
    return data[((SIDE - 1 - row) * SIDE + column) * 3 + 2 - channel] as number;
  });
  return writeBmp({ width: SIDE, height: SIDE, bits: 24, pixels });
}

function paste(into: Uint8Array, image: RgbImage, part: number): void {
  const [left, top] = [(part % 2) * image.width, (part >> 1) * image.height];
  for (let y = 0; y < image.height; y++) {
    into.set(image.data.subarray(y * image.width * 3, (y + 1) * image.width * 3), ((top + y) * SIDE + left) * 3);
  }
}

/** Pages of records, by pointers of 4 bytes. */
function writeIndex(
  levels: readonly (readonly (readonly number[])[])[],
  positions: readonly number[],
): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`01.02${SLIDE_ID}`);
  const numbers: number[] = [0, 0];
  const here = () => head.length + 4 * numbers.length;
  const listed = (page: readonly number[]) => {
    const pageAt = here();
    numbers.push(...page);
    const listAt = here();
    numbers.push(0, pageAt);
    return listAt;
  };
  const lists = levels.map((records) => listed([records.length, 0, ...records.flat()]));
  numbers[0] = here();
  numbers.push(...lists);
  const record = listed([1, 0, 0, 0, ...positions]);
  numbers[1] = here();
  numbers.push(record);
  return Uint8Array.from(concatenate([head, new Uint8Array(Int32Array.from(numbers).buffer)]));
}

function describe({ columns, rows }: Pick<MiraxRecipe, 'columns' | 'rows'>): string {
  const level = (at: number) =>
    [
      `[LAYER_0_LEVEL_${at}_SECTION]`,
      `OVERLAP_X=${OVERLAP / 2 ** at}`,
      `OVERLAP_Y=${OVERLAP / 2 ** at}`,
      `MICROMETER_PER_PIXEL_X=${0.5 * 2 ** at}`,
      `MICROMETER_PER_PIXEL_Y=${0.5 * 2 ** at}`,
      `IMAGE_FORMAT=${FORMATS[at]}`,
      'IMAGE_FILL_COLOR_BGR=16777215',
      `IMAGE_CONCAT_FACTOR=${at === 0 ? 0 : 1}`,
      `DIGITIZER_WIDTH=${SIDE}`,
      `DIGITIZER_HEIGHT=${SIDE}`,
    ].join('\r\n');
  return [
    '[GENERAL]',
    'SLIDE_VERSION=01.02',
    `SLIDE_ID=${SLIDE_ID}`,
    'SLIDE_NAME=Doe^Jane',
    `IMAGENUMBER_X=${2 * columns}`,
    `IMAGENUMBER_Y=${2 * rows}`,
    'OBJECTIVE_MAGNIFICATION=20',
    'CameraImageDivisionsPerSide=2',
    '[HIERARCHICAL]',
    'HIER_COUNT=1',
    'NONHIER_COUNT=1',
    'INDEXFILE=Index.dat',
    'HIER_0_NAME=Slide zoom level',
    'HIER_0_COUNT=3',
    ...[0, 1, 2].map((at) => `HIER_0_VAL_${at}_SECTION=LAYER_0_LEVEL_${at}_SECTION`),
    'NONHIER_0_NAME=VIMSLIDE_POSITION_BUFFER',
    'NONHIER_0_COUNT=1',
    'NONHIER_0_VAL_0=default',
    'NONHIER_0_VAL_0_SECTION=NONHIERLAYER_0_LEVEL_0_SECTION',
    '[DATAFILE]',
    'FILE_COUNT=1',
    'FILE_0=Data0000.dat',
    ...[0, 1, 2].map(level),
    '',
  ].join('\r\n');
}
