import { unzlibSync } from 'fflate';
import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { SlideFiles, SlideLevel } from '../../base/slide.ts';
import { decodeImage } from '../decode-image.ts';
import { toImageError } from '../image-errors.ts';
import { checkMemory } from '../image-limits.ts';
import { ByteRanges } from './byte-ranges.ts';
import { type ComposedLevel, composeLevel, indexPieces, type Piece, PieceImages } from './composed-level.ts';
import { readIni, type Section } from './ini.ts';
import { parseDecimal, recordedResolution } from './microns.ts';
import type { OpenSlide } from './opened-slide.ts';
import { MOST_TILE_PIXELS, orderLevels, toSlideLevels } from './slide-levels.ts';

const SLIDEDAT = 'slidedat.ini';
const INDEX_VERSION = '01.02';
const MOST_SLIDEDAT_BYTES = 2 ** 22;
const MOST_LEVELS = 20;
const MOST_IMAGES_A_SIDE = 2 ** 15;
/** Of a camera position: a flag, and two numbers of 4 bytes. */
const POSITION_BYTES = 9;
/** Of an image in the index: its number, where it starts, how long it is, and the number of its file. */
const RECORD_BYTES = 16;
/** Photographs' parts in all images of a level together. */
const MOST_PARTS = 2 ** 23;
/** What a piece takes in memory, in its list and in the index. */
const PIECE_BYTES = 160;

/**
 * 3DHISTECH MIRAX: the camera takes photographs that overlap, each of which is stored as several images. Images of coarser
 * levels are put together from those of finer ones, whatever photographs they come from, so that they have to be taken apart.
 * @param files The .mrxs file, and those of its folder, told by their names.
 * @throws AppError slide-incomplete, slide-variant, image-broken, file-unreadable
 */
export async function openMirax([, ...files]: SlideFiles): Promise<OpenSlide> {
  const sources = new Map(files.map((file) => [nameOf(file), new ByteRanges(file)]));
  const description = sources.get(SLIDEDAT);
  if (!description) throw incomplete(SLIDEDAT);
  if (description.size > MOST_SLIDEDAT_BYTES) throw new AppError('image-broken', 'a MIRAX description of megabytes');
  const ini = readIni(await description.read(0, description.size));
  const plan = readPlan(ini);
  const data = plan.dataFiles.map((name) => sources.get(name.toLowerCase()));
  const index = sources.get(plan.indexFile.toLowerCase());
  if (!index) throw incomplete(plan.indexFile);
  checkMemory(2 * index.size);
  const reader = new IndexReader(await index.read(0, index.size), plan, data);
  const positions = await reader.positions();
  const images = new PieceImages();
  const levels: ComposedLevel[] = [];
  const active = new Set<number>();
  for (const [at, level] of plan.levels.entries()) {
    const pictures = reader.pictures(at);
    const pieces = placePictures(pictures, plan, at, positions, active);
    const size = { width: Math.floor(plan.width / level.concat), height: Math.floor(plan.height / level.concat) };
    if (size.width < 1 || size.height < 1) break;
    const decode = (image: number) => decodePicture(pictures[image] as Picture, level, data);
    levels.push(composeLevel({ ...size, piecesIn: indexPieces(pieces, size), decode }, images, String(at)));
  }
  const ordered = orderLevels(levels as [ComposedLevel, ...ComposedLevel[]]) as (ComposedLevel & SlideLevel)[];
  const [{ across, down, format }] = plan.levels as [PlannedLevel];
  return {
    info: {
      format: 'mirax',
      levels: toSlideLevels(ordered as [ComposedLevel & SlideLevel]),
      ...recordedResolution(across, down),
      compression: format,
      passedOver: plan.associated,
    },
    decodeTile: async (level, column, row) => ordered[level]?.decodeTile(column, row),
  };
}

function nameOf(file: Blob): string {
  return file instanceof File ? file.name.slice(file.name.lastIndexOf('/') + 1).toLowerCase() : '';
}

interface PlannedLevel {
  /** How many images of the finest resolution of all lie side by side in one of this level: a power of two. */
  readonly concat: number;
  /** Pixels of an image. */
  readonly width: number;
  readonly height: number;
  readonly format: string;
  /** Micrometres of a pixel; NaN where they are not said. */
  readonly across: number;
  readonly down: number;
}

/** What Slidedat.ini says. */
interface Plan {
  readonly slideId: string;
  readonly indexFile: string;
  readonly dataFiles: readonly string[];
  /** Images of the finest resolution a side, and how many of them a photograph is stored as, a side. */
  readonly imagesAcross: number;
  readonly imagesDown: number;
  readonly divisions: number;
  /** Pixels of two photographs that are the same. */
  readonly overlapX: number;
  readonly overlapY: number;
  /** Pixels of the slide at the finest resolution of all. */
  readonly width: number;
  readonly height: number;
  /** Number of the record that tells where photographs lie, and whether it is compressed; undefined for a plain grid. */
  readonly positions: { readonly record: number; readonly isPacked: boolean } | undefined;
  readonly levels: readonly PlannedLevel[];
  readonly associated: readonly string[];
}

function readPlan(ini: ReadonlyMap<string, Section>): Plan {
  const section = (name: string): Section => {
    const found = ini.get(name);
    if (!found) throw variant(`a description without ${name}`);
    return found;
  };
  const general = section('GENERAL');
  const hierarchy = section('HIERARCHICAL');
  const files = section('DATAFILE');
  const imagesAcross = count(general, 'IMAGENUMBER_X', MOST_IMAGES_A_SIDE);
  const imagesDown = count(general, 'IMAGENUMBER_Y', MOST_IMAGES_A_SIDE);
  const divisions = general.has('CameraImageDivisionsPerSide')
    ? count(general, 'CameraImageDivisionsPerSide', MOST_IMAGES_A_SIDE)
    : 1;
  if (hierarchy.get('HIER_0_NAME') !== 'Slide zoom level') throw variant('levels that are not the first hierarchy');
  const sections = Array.from({ length: count(hierarchy, 'HIER_0_COUNT', MOST_LEVELS) }, (_, at) =>
    section(hierarchy.get(`HIER_0_VAL_${at}_SECTION`) ?? ''),
  );
  let exponent = 0;
  const levels = sections.map((level): PlannedLevel => {
    exponent += decimal(level, 'IMAGE_CONCAT_FACTOR');
    const [width, height] = [count(level, 'DIGITIZER_WIDTH', 2 ** 16), count(level, 'DIGITIZER_HEIGHT', 2 ** 16)];
    if (!(Number.isInteger(exponent) && exponent >= 0 && exponent < 30) || width * height > MOST_TILE_PIXELS) {
      throw new AppError('image-broken', `MIRAX images of ${width} x ${height} pixels`);
    }
    const format = level.get('IMAGE_FORMAT') ?? '';
    if (!IMAGE_FORMATS.has(format)) throw variant(`images in ${format}`);
    return {
      concat: 2 ** exponent,
      width,
      height,
      format: format === 'BMP24' ? 'BMP' : format,
      across: parseDecimal(level.get('MICROMETER_PER_PIXEL_X') ?? ''),
      down: parseDecimal(level.get('MICROMETER_PER_PIXEL_Y') ?? ''),
    };
  });
  const [first] = levels;
  const [firstSection] = sections;
  if (!first || !firstSection) throw new AppError('image-broken', 'a MIRAX description without levels');
  const [overlapX, overlapY] = [decimal(firstSection, 'OVERLAP_X'), decimal(firstSection, 'OVERLAP_Y')];
  return {
    slideId: general.get('SLIDE_ID') ?? '',
    indexFile: hierarchy.get('INDEXFILE') ?? 'Index.dat',
    dataFiles: Array.from({ length: count(files, 'FILE_COUNT', 2 ** 14) }, (_, at) => files.get(`FILE_${at}`) ?? ''),
    imagesAcross,
    imagesDown,
    divisions,
    overlapX,
    overlapY,
    width: sideOf(imagesAcross, divisions, first.width, overlapX),
    height: sideOf(imagesDown, divisions, first.height, overlapY),
    levels,
    ...readRecords(hierarchy),
  };
}

const IMAGE_FORMATS: ReadonlySet<string> = new Set(['JPEG', 'PNG', 'BMP24']);

/** Of a row of images, of which the last one of each photograph but the last shares its edge with the next. */
function sideOf(images: number, divisions: number, side: number, overlap: number): number {
  const shared = Array.from({ length: images - 1 }, (_, i) => i).filter((i) => i % divisions === divisions - 1).length;
  return images * side - shared * (side - Math.trunc(side - overlap));
}

/** Records beside the images, which are numbered through: where photographs lie, and the images of the slide's label. */
function readRecords(hierarchy: Section): Pick<Plan, 'positions' | 'associated'> {
  const groups = Number(hierarchy.get('NONHIER_COUNT') ?? 0);
  let record = 0;
  let positions: Plan['positions'];
  const associated: string[] = [];
  for (let group = 0; group < Math.min(groups, 1000); group++) {
    const name = hierarchy.get(`NONHIER_${group}_NAME`) ?? '';
    const values = Math.min(Number(hierarchy.get(`NONHIER_${group}_COUNT`) ?? 0) || 0, 10_000);
    if (name === 'VIMSLIDE_POSITION_BUFFER') positions = { record, isPacked: false };
    if (name === 'StitchingIntensityLayer') positions ??= { record, isPacked: true };
    for (let at = 0; at < values; at++) {
      const what = ASSOCIATED.get(hierarchy.get(`NONHIER_${group}_VAL_${at}`) ?? '');
      if (what) associated.push(what);
    }
    record += values;
  }
  return { positions, associated };
}

const ASSOCIATED: ReadonlyMap<string, string> = new Map([
  ['ScanDataLayer_SlideThumbnail', 'macro'],
  ['ScanDataLayer_SlideBarcode', 'label'],
  ['ScanDataLayer_SlidePreview', 'thumbnail'],
]);

function decimal(section: Section, key: string): number {
  const value = parseDecimal(section.get(key) ?? '');
  if (!Number.isFinite(value)) throw new AppError('image-broken', `a MIRAX description without ${key}`);
  return value;
}

function count(section: Section, key: string, most: number): number {
  const value = decimal(section, key);
  if (!(Number.isInteger(value) && value >= 1 && value <= most)) {
    throw new AppError('image-broken', `a MIRAX description with a ${key} of ${value}`);
  }
  return value;
}

/** An image in the data files. */
interface Picture {
  /** By columns and rows of the finest resolution's images. */
  readonly column: number;
  readonly row: number;
  readonly file: number;
  readonly offset: number;
  readonly bytes: number;
}

/** Index.dat: pages of records, by pointers of 4 bytes. */
class IndexReader {
  readonly #view: DataView;
  readonly #plan: Plan;
  readonly #data: readonly (ByteRanges | undefined)[];
  /** Where the pointers to the levels' pages and to the other records start. */
  readonly #levelsAt: number;

  constructor(bytes: Uint8Array<ArrayBuffer>, plan: Plan, data: readonly (ByteRanges | undefined)[]) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#plan = plan;
    this.#data = data;
    const start = new TextDecoder().decode(bytes.subarray(0, INDEX_VERSION.length + plan.slideId.length));
    if (start !== INDEX_VERSION + plan.slideId) throw variant('an index of another version or slide');
    this.#levelsAt = start.length;
  }

  #number(at: number): number {
    if (!(at >= 0 && at + 4 <= this.#view.byteLength)) throw new AppError('image-broken', 'the MIRAX index is cut off');
    return this.#view.getInt32(at, true);
  }

  /** The images of a level. @throws AppError image-broken */
  pictures(level: number): Picture[] {
    const { imagesAcross, imagesDown, levels } = this.#plan;
    const concat = (levels[level] as PlannedLevel).concat;
    const list = this.#number(this.#number(this.#levelsAt) + 4 * level);
    const pictures: Picture[] = [];
    const seen = new Set<number>();
    for (let page = this.#number(list + 4); page !== 0; page = this.#number(page + 4)) {
      if (seen.has(page)) throw new AppError('image-broken', 'the pages of the MIRAX index run in a circle');
      seen.add(page);
      const records = this.#number(page);
      if (!(records >= 0 && page + 8 + records * RECORD_BYTES <= this.#view.byteLength)) {
        throw new AppError('image-broken', 'the MIRAX index is cut off');
      }
      checkMemory((pictures.length + records) * PIECE_BYTES);
      for (let i = 0; i < records; i++) {
        const at = page + 8 + i * RECORD_BYTES;
        const place = this.#number(at);
        const [column, row] = [place % imagesAcross, Math.floor(place / imagesAcross)];
        if (place < 0 || row >= imagesDown || column % concat !== 0 || row % concat !== 0) {
          throw new AppError('image-broken', `a MIRAX image at ${column}, ${row}`);
        }
        pictures.push({
          column,
          row,
          offset: this.#number(at + 4),
          bytes: this.#number(at + 8),
          file: this.#number(at + 12),
        });
      }
    }
    return pictures;
  }

  /** Left and top of each photograph, in pixels of the finest resolution. */
  async positions(): Promise<Float64Array> {
    const { imagesAcross, imagesDown, divisions, positions, levels, overlapX, overlapY } = this.#plan;
    const [across, down] = [Math.floor(imagesAcross / divisions), Math.floor(imagesDown / divisions)];
    const [{ width, height, concat }] = levels as [PlannedLevel];
    const photographs = across * down;
    checkMemory(photographs * (POSITION_BYTES + 16));
    const places = new Float64Array(2 * photographs);
    if (!positions) {
      for (let i = 0; i < photographs; i++) {
        places[2 * i] = Math.trunc((i % across) * (width * divisions - overlapX));
        places[2 * i + 1] = Math.trunc(Math.floor(i / across) * (height * divisions - overlapY));
      }
      return places;
    }
    const bytes = await this.#record(positions.record, positions.isPacked, photographs * POSITION_BYTES);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < photographs; i++) {
      places[2 * i] = view.getInt32(i * POSITION_BYTES + 1, true) * concat;
      places[2 * i + 1] = view.getInt32(i * POSITION_BYTES + 5, true) * concat;
    }
    return places;
  }

  /** @param length Bytes that it must have, unpacked. */
  async #record(record: number, isPacked: boolean, length: number): Promise<Uint8Array> {
    const list = this.#number(this.#number(this.#levelsAt + 4) + 4 * record);
    const page = this.#number(list + 4);
    // A count, the next page, two zeros, and then the place.
    const [offset, bytes] = [this.#number(page + 16), this.#number(page + 20)];
    const source = this.#data[this.#number(page + 24)];
    if (!source) throw incomplete('a data file');
    if (bytes > 2 * length + 2 ** 16) throw new AppError('image-broken', `a MIRAX record of ${bytes} bytes`);
    const stored = await source.read(offset, bytes);
    const whole = isPacked ? unpack(stored, length) : stored;
    if (whole.length < length) throw new AppError('image-broken', 'positions of MIRAX photographs are cut off');
    return whole;
  }
}

function unpack(packed: Uint8Array, length: number): Uint8Array {
  try {
    return unzlibSync(packed, { out: new Uint8Array(length) });
  } catch (thrown) {
    throw toImageError(thrown);
  }
}

/**
 * Where the images of a level lie, those of several photographs taken apart.
 * @param active Photographs that have images at level 0, which is placed first: others are not there at coarser ones.
 */
function placePictures(
  pictures: readonly Picture[],
  plan: Plan,
  at: number,
  positions: Float64Array,
  active: Set<number>,
): Piece[] {
  const { divisions, imagesAcross, imagesDown, levels } = plan;
  const level = levels[at] as PlannedLevel;
  const [finest] = levels as [PlannedLevel];
  const photographsAcross = Math.floor(imagesAcross / divisions);
  const photographsDown = Math.floor(imagesDown / divisions);
  const ofSide = Math.max(1, Math.floor(level.concat / divisions));
  const isOverlapping = plan.positions !== undefined || plan.overlapX !== 0 || plan.overlapY !== 0;
  const parts = isOverlapping ? ofSide : 1;
  const [width, height] = [level.width / parts, level.height / parts];
  const pieces: (Piece & { readonly row: number; readonly column: number })[] = [];
  let looked = 0;
  for (const [image, picture] of pictures.entries()) {
    const [left, top] = [Math.floor(picture.column / divisions), Math.floor(picture.row / divisions)];
    const across = Math.min(parts, photographsAcross - left);
    const down = Math.min(parts, photographsDown - top);
    looked += Math.max(0, across) * Math.max(0, down);
    if (looked > MOST_PARTS) throw new AppError('image-broken', 'more images than a MIRAX slide has');
    for (let partY = 0; partY < down; partY++) {
      for (let partX = 0; partX < across; partX++) {
        const [column, row] = [picture.column + partX * divisions, picture.row + partY * divisions];
        const photograph = (top + partY) * photographsAcross + left + partX;
        const [x, y] = [positions[2 * photograph] as number, positions[2 * photograph + 1] as number];
        // Photographs that were not taken are said to lie at 0, 0, as the first one does.
        const isTaken = at === 0 ? photograph === 0 || x !== 0 || y !== 0 : !isOverlapping || active.has(photograph);
        if (!isTaken) continue;
        if (at === 0) active.add(photograph);
        if (pieces.length % 2 ** 16 === 0) checkMemory(pieces.length * PIECE_BYTES);
        pieces.push({
          x: Math.round((x + finest.width * (column % divisions)) / level.concat),
          y: Math.round((y + finest.height * (row % divisions)) / level.concat),
          width: Math.max(1, Math.ceil(width)),
          height: Math.max(1, Math.ceil(height)),
          image,
          fromX: Math.round(partX * width),
          fromY: Math.round(partY * height),
          row,
          column,
        });
      }
    }
  }
  // Of two that overlap, the lower and right one shows, as in OpenSlide.
  return pieces.sort((a, b) => a.row - b.row || a.column - b.column);
}

async function decodePicture(
  { file, offset, bytes }: Picture,
  level: PlannedLevel,
  data: readonly (ByteRanges | undefined)[],
): Promise<RgbImage> {
  const source = data[file];
  if (!source) throw incomplete('a data file');
  if (bytes > 4 * 3 * level.width * level.height + 2 ** 16) {
    throw new AppError('image-broken', `a MIRAX image of ${bytes} bytes`);
  }
  const image = await decodeImage(new Blob([await source.read(offset, bytes)]));
  if (image.width !== level.width || image.height !== level.height) {
    throw new AppError('image-broken', `a MIRAX image of ${image.width} x ${image.height} pixels`);
  }
  return image;
}

function incomplete(missing: string): AppError {
  return new AppError('slide-incomplete', `3DHISTECH MIRAX without ${missing} in the folder of its name`);
}

function variant(detail: string): AppError {
  return new AppError('slide-variant', `3DHISTECH MIRAX with ${detail}`);
}
