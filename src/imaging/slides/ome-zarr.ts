import * as v from 'valibot';
import { AppError } from '../../base/errors.ts';
import { parseOr } from '../../base/parse.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { Resolution, ShownChannels, SlideInfo, SlideLevel } from '../../base/slide.ts';
import { toImageError } from '../image-errors.ts';
import { checkMemory } from '../image-limits.ts';
import { bitsInUse } from '../samples-to-rgb.ts';
import { associatedName } from '../tiff-pages.ts';
import type { ByteRanges } from './byte-ranges.ts';
import {
  type Channel,
  ChannelPainter,
  type Colour,
  channelFacts,
  chosenChannels,
  colourOfHex,
  coloursOf,
  FIRST_CHANNEL,
  type Plane,
  type Range,
} from './channels.ts';
import { composeLevel, indexPieces, type Piece, PieceImages } from './composed-level.ts';
import { FolderFile } from './folder-file.ts';
import { micronsOfUnit, recordedResolution } from './microns.ts';
import { type OmeImage, readOmeXml } from './ome-xml.ts';
import type { OpenSlide } from './opened-slide.ts';
import { checkLevel, isReduced, orderLevels, type StoredLevel, toSlideLevels } from './slide-levels.ts';
import { openZarrArray, type ZarrArray, type ZarrChunk, type ZarrNumbers } from './zarr-arrays.ts';
import { attributesOf, otherInWords, type ZarrAttributes } from './zarr-attributes.ts';

const MOST_LEVELS = 32;
/** Images in one folder, as bioformats2raw writes them: the slide, its label and its overview. */
const MOST_IMAGES = 64;
/** Sides of chunks that are handed out as tiles as they are. */
const TILE_SIDES = { least: 64, most: 2048 };
/** Chunks that are looked through for the largest value. */
const MOST_LOOKED_AT = 64;

const axisSchema = v.union([v.string(), v.object({ name: v.string(), unit: v.nullish(v.string()) })]);
const transformationSchema = v.object({ type: v.string(), scale: v.optional(v.array(v.number())) });
const multiscaleSchema = v.object({
  name: v.nullish(v.string()),
  axes: v.optional(v.array(axisSchema)),
  datasets: v.pipe(
    v.array(v.object({ path: v.string(), coordinateTransformations: v.optional(v.array(transformationSchema)) })),
    v.minLength(1),
    v.maxLength(MOST_LEVELS),
  ),
  coordinateTransformations: v.optional(v.array(transformationSchema)),
});
type Multiscale = v.InferOutput<typeof multiscaleSchema>;

const imageSchema = v.object({ multiscales: v.pipe(v.array(multiscaleSchema), v.minLength(1)) });
const omeroSchema = v.object({
  channels: v.array(
    v.object({
      label: v.nullish(v.string()),
      color: v.nullish(v.string()),
      window: v.nullish(v.object({ start: v.nullish(v.number()), end: v.nullish(v.number()) })),
    }),
  ),
  rdefs: v.nullish(v.object({ defaultT: v.nullish(v.number()), defaultZ: v.nullish(v.number()) })),
});
type Omero = v.InferOutput<typeof omeroSchema>;

/**
 * OME-Zarr 0.1 to 0.5: the largest image of the folder that is no label or overview, at all resolutions. Of several focal planes
 * and times, one is read.
 * @throws AppError slide-variant, image-broken, image-too-large, file-unreadable, decoder-unreachable
 */
export async function openOmeZarr(source: ByteRanges, shown: ShownChannels = FIRST_CHANNEL): Promise<OpenSlide> {
  const folder = await FolderFile.open(source);
  const { image, passedOver } = await chooseImage(folder);
  const { multiscale, levels, axes } = image;
  const [finest] = levels;
  const omero = parseOr(omeroSchema, image.attributes.omero, undefined);
  const channelCount = lengthOf(finest, axes.c);
  const channels = channelsOf(omero, image.named, channelCount);
  const isRgb = isColour(channels, finest, axes.c);
  const read = isRgb ? [0, 1, 2] : chosenChannels(channelCount, shown);
  const place = placeOf(omero, finest, axes);
  const stored = levels.map((array) => new ZarrLevel(array, axes, place, read));
  const ranges = await rangesOf(stored, omero, read, isRgb);
  const colours = isRgb ? RGB : coloursOf(channels);
  const painter = new ChannelPainter(
    read.map((channel) => colours[channel] as Colour),
    ranges.map(({ range }) => range),
  );
  const images = new PieceImages();
  const readable = stored.map((level, at) => tilesOf(level, painter, images, String(at)));
  const [first, ...others] = readable as [(typeof readable)[number], ...typeof readable];
  const ordered = orderLevels([first, ...others.filter((level) => isReduced(level, first))]);
  const bits = ranges.find(({ byBits }) => byBits !== undefined && byBits < 16)?.byBits;
  return {
    info: {
      format: 'ome-zarr',
      levels: toSlideLevels(ordered as [SlideLevel, ...SlideLevel[]]),
      ...resolutionOf(multiscale, axes, image.named),
      ...(bits !== undefined && { bitsByRange: bits }),
      ...(isRgb ? {} : channelFacts(channels, shown)),
      ...partInWords(finest, axes, place),
      compression: finest.compression,
      passedOver,
    },
    decodeTile: async (level, column, row) => ordered[level]?.decodeTile(column, row),
  };
}

/** Which axis of an array is which. */
interface Axes {
  readonly names: readonly string[];
  readonly units: readonly (string | undefined)[];
  readonly x: number;
  readonly y: number;
  readonly c: number | undefined;
  readonly z: number | undefined;
  readonly t: number | undefined;
}

interface ZarrImage {
  readonly attributes: ZarrAttributes;
  readonly multiscale: Multiscale;
  readonly axes: Axes;
  /** As many as the folder has, finest first. */
  readonly levels: readonly [ZarrArray, ...ZarrArray[]];
  /** What OME's XML beside it says of it. */
  readonly named: OmeImage | undefined;
}

async function chooseImage(folder: FolderFile): Promise<{ image: ZarrImage; passedOver: readonly string[] }> {
  const root = (await attributesOf(folder, '')) ?? {};
  const other = otherInWords(root);
  if (other) throw new AppError('slide-variant', other);
  const groups = root.multiscales !== undefined ? [''] : childGroups(folder);
  const xml = groups[0] === '' ? [] : readOmeXml((await folder.readText('OME/METADATA.ome.xml')) ?? '');
  const found: { image: ZarrImage; aside: string | undefined }[] = [];
  for (const path of groups) {
    const attributes = await attributesOf(folder, path);
    if (attributes?.multiscales === undefined) continue;
    const named = xml[Number(path)];
    const image = await readImage(folder, path, attributes, named);
    found.push({ image, aside: associatedName(image.multiscale.name ?? '') ?? associatedName(named?.name ?? '') });
  }
  if (found.length === 0) throw new AppError('slide-variant', 'Zarr without the multiscales that OME-Zarr has');
  const area = ({ image: { levels, axes } }: (typeof found)[number]) =>
    lengthOf(levels[0], axes.x) * lengthOf(levels[0], axes.y);
  const slide = found.filter(({ aside }) => aside === undefined).sort((a, b) => area(b) - area(a))[0];
  if (!slide) throw new AppError('slide-variant', 'OME-Zarr that holds a label or macro and no slide');
  const passedOver = found.filter((each) => each !== slide).map(({ aside }) => aside ?? 'other');
  return { image: slide.image, passedOver };
}

/** Folders right below, in which bioformats2raw puts images. */
function childGroups(folder: FolderFile): string[] {
  const groups = new Set<string>();
  for (const path of folder.paths) {
    const [group, file, deeper] = path.split('/');
    if (group && deeper === undefined && (file === '.zattrs' || file === 'zarr.json')) groups.add(group);
  }
  return [...groups].slice(0, MOST_IMAGES);
}

async function readImage(
  folder: FolderFile,
  path: string,
  attributes: ZarrAttributes,
  named: OmeImage | undefined,
): Promise<ZarrImage> {
  const parsed = v.safeParse(imageSchema, attributes);
  const multiscale = parsed.success ? parsed.output.multiscales[0] : undefined;
  if (!multiscale) throw new AppError('image-broken', 'OME-Zarr whose multiscales cannot be read');
  const levels: ZarrArray[] = [];
  for (const dataset of multiscale.datasets) {
    const array = await openZarrArray(folder, [path, dataset.path].filter((part) => part !== '').join('/'));
    if (!array && levels.length === 0) throw new AppError('slide-incomplete', `the array ${dataset.path}`);
    if (array) levels.push(array);
  }
  const [finest, ...others] = levels as [ZarrArray, ...ZarrArray[]];
  const axes = axesOf(multiscale, finest.shape.length);
  const alike = others.filter(({ shape, type }) => shape.length === finest.shape.length && type === finest.type);
  return { attributes, multiscale, axes, levels: [finest, ...alike], named };
}

/** What axes are where a version does not say. */
const FIVE_AXES = ['t', 'c', 'z', 'y', 'x'];

function axesOf({ axes }: Multiscale, rank: number): Axes {
  const given = axes ?? FIVE_AXES.slice(-rank);
  const names = given.map((axis) => (typeof axis === 'string' ? axis : axis.name).toLowerCase());
  const units = given.map((axis) => (typeof axis === 'string' ? undefined : (axis.unit ?? undefined)));
  const find = (name: string) => (names.includes(name) ? names.indexOf(name) : undefined);
  const [x, y] = [find('x'), find('y')];
  if (x === undefined || y === undefined || names.length !== rank) {
    throw new AppError('image-broken', `OME-Zarr with the axes ${names.join(' ').slice(0, 60)} for ${rank}`);
  }
  return { names, units, x, y, c: find('c') ?? find('channel'), z: find('z'), t: find('t') };
}

function lengthOf({ shape }: ZarrArray, axis: number | undefined): number {
  return axis === undefined ? 1 : (shape[axis] as number);
}

function channelsOf(omero: Omero | undefined, named: OmeImage | undefined, count: number): Channel[] {
  return Array.from({ length: count }, (_, at) => {
    const { label, color } = omero?.channels[at] ?? {};
    return {
      name: label ?? named?.channels[at]?.name ?? '',
      colour: colourOfHex((color ?? '').slice(0, 7)) ?? named?.channels[at]?.colour,
    };
  });
}

const RGB: readonly Colour[] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
];

/** Three channels of 8 or 16 bits that are red, green and blue, or have no colour and no name. */
function isColour(channels: readonly Channel[], { type }: ZarrArray, axis: number | undefined): boolean {
  if (axis === undefined || channels.length !== 3 || (type !== 'uint8' && type !== 'uint16')) return false;
  const areRgb = channels.every(({ colour }, at) => colour?.every((part, i) => part === RGB[at]?.[i]));
  return areRgb || (type === 'uint8' && channels.every(({ colour }) => colour === undefined));
}

/** Where along the axes that are neither place nor channel: the first time, and the focal plane that is shown or in the middle. */
function placeOf(omero: Omero | undefined, finest: ZarrArray, axes: Axes): { readonly z: number; readonly t: number } {
  const [depth, times] = [lengthOf(finest, axes.z), lengthOf(finest, axes.t)];
  const within = (value: number | null | undefined, length: number, otherwise: number) =>
    value !== null && value !== undefined && Number.isInteger(value) && value >= 0 && value < length
      ? value
      : otherwise;
  return {
    z: within(omero?.rdefs?.defaultZ, depth, Math.floor((depth - 1) / 2)),
    t: within(omero?.rdefs?.defaultT, times, 0),
  };
}

function partInWords(finest: ZarrArray, axes: Axes, place: { z: number; t: number }): Pick<SlideInfo, 'onlyPart'> {
  const [depth, times] = [lengthOf(finest, axes.z), lengthOf(finest, axes.t)];
  const parts = [
    ...(depth > 1 ? [`focal plane ${place.z + 1} of ${depth}`] : []),
    ...(times > 1 ? [`time ${place.t + 1} of ${times}`] : []),
  ];
  return parts.length > 0 ? { onlyPart: parts.join(', ') } : {};
}

/** Micrometres of a pixel, by the scale of the finest level and that of all levels, in the units of the axes. */
function resolutionOf(multiscale: Multiscale, axes: Axes, named: OmeImage | undefined): Resolution {
  const scales = [multiscale.datasets[0]?.coordinateTransformations, multiscale.coordinateTransformations].map(
    (all) => all?.find(({ type, scale }) => type === 'scale' && scale?.length === axes.names.length)?.scale,
  );
  const along = (axis: number) => {
    const unit = micronsOfUnit(axes.units[axis] ?? '');
    if (unit === undefined || !scales[0]) return undefined;
    return scales.reduce((product, scale) => product * (scale?.[axis] ?? 1), unit);
  };
  const [across, down] = [along(axes.x), along(axes.y)];
  // Without a unit, a scale is none: 1 stands there for pixels.
  return across === undefined && down === undefined ? (named?.resolution ?? {}) : recordedResolution(across, down);
}

/** One resolution, as its chunks give it. */
class ZarrLevel {
  readonly array: ZarrArray;
  readonly #axes: Axes;
  readonly #place: { readonly z: number; readonly t: number };
  readonly #channels: readonly number[];

  constructor(array: ZarrArray, axes: Axes, place: { z: number; t: number }, channels: readonly number[]) {
    this.array = array;
    this.#axes = axes;
    this.#place = place;
    this.#channels = channels;
  }

  get size(): StoredLevel {
    const { shape, chunkShape } = this.array;
    const { x, y } = this.#axes;
    return {
      width: shape[x] as number,
      height: shape[y] as number,
      tileWidth: chunkShape[x] as number,
      tileHeight: chunkShape[y] as number,
    };
  }

  /** The channels within one chunk of the plane. A chunk that holds several is read once. */
  async planes(column: number, row: number): Promise<Plane[]> {
    const { array } = this;
    const { c } = this.#axes;
    const numbers = array.chunkShape.reduce((product, each) => product * each, 1);
    const apart = c === undefined ? 1 : new Set(this.#channels.map((channel) => this.#chunkOf(c, channel))).size;
    // The numbers of every chunk at once, while the last is unpacked, and the picture.
    checkMemory(
      (apart + 2) * numbers * 4 +
        6 * (array.chunkShape[this.#axes.x] as number) * (array.chunkShape[this.#axes.y] as number),
    );
    const chunks = new Map<number, ZarrChunk>();
    const planes: Plane[] = [];
    for (const channel of this.#channels) {
      const at = c === undefined ? 0 : this.#chunkOf(c, channel);
      const chunk = chunks.get(at) ?? (await array.chunk(this.#coordinates(column, row, at)));
      chunks.set(at, chunk);
      planes.push(this.#planeIn(chunk, channel));
    }
    return planes;
  }

  #chunkOf(axis: number, index: number): number {
    return Math.floor(index / (this.array.chunkShape[axis] as number));
  }

  /** Levels may have fewer focal planes than the finest. */
  #indexOn(axis: number): number {
    const { z, t } = this.#axes;
    if (axis === t) return this.#place.t;
    if (axis !== z) return 0;
    const depth = this.array.shape[axis] as number;
    return Math.min(this.#place.z, depth - 1);
  }

  #coordinates(column: number, row: number, channelChunk: number): number[] {
    const { x, y, c } = this.#axes;
    return this.array.shape.map((_, axis) => {
      if (axis === x) return column;
      if (axis === y) return row;
      return axis === c ? channelChunk : this.#chunkOf(axis, this.#indexOn(axis));
    });
  }

  #planeIn({ data, stride }: ZarrChunk, channel: number): Plane {
    const { x, y, c } = this.#axes;
    const start = stride.reduce((sum, step, axis) => {
      if (axis === x || axis === y) return sum;
      const index = axis === c ? channel : this.#indexOn(axis);
      return sum + (index % (this.array.chunkShape[axis] as number)) * step;
    }, 0);
    return { data, start, across: stride[x] as number, down: stride[y] as number };
  }
}

interface ReadableLevel extends StoredLevel {
  decodeTile(column: number, row: number): Promise<RgbImage | undefined>;
}

/** Chunks of a usual size are tiles; others are cut or put together. */
function tilesOf(level: ZarrLevel, painter: ChannelPainter, images: PieceImages, name: string): ReadableLevel {
  const { size } = level;
  const { width, height, tileWidth, tileHeight } = size;
  const decode = async (column: number, row: number) => {
    try {
      return painter.paint(tileWidth, tileHeight, await level.planes(column, row));
    } catch (thrown) {
      throw toImageError(thrown);
    }
  };
  const columns = Math.ceil(width / tileWidth);
  const isUsual = (side: number, of: number) => side <= TILE_SIDES.most && (side >= TILE_SIDES.least || side >= of);
  if (isUsual(tileWidth, width) && isUsual(tileHeight, height)) {
    checkLevel(size);
    return { ...size, decodeTile: decode };
  }
  const pieces: Piece[] = [];
  const count = columns * Math.ceil(height / tileHeight);
  if (!(count <= 2 ** 20)) throw new AppError('image-broken', `${count} chunks in one level`);
  for (let image = 0; image < count; image++) {
    const place = { x: (image % columns) * tileWidth, y: Math.floor(image / columns) * tileHeight };
    pieces.push({ ...place, width: tileWidth, height: tileHeight, image, fromX: 0, fromY: 0 });
  }
  const piecesIn = indexPieces(pieces, size);
  const decodeImage = (image: number) => decode(image % columns, Math.floor(image / columns));
  return composeLevel({ width, height, piecesIn, decode: decodeImage }, images, name);
}

/** By the window that the file gives; of 8 bits, all of them; of 16, the bits that the coarsest level has in use. */
async function rangesOf(
  levels: readonly ZarrLevel[],
  omero: Omero | undefined,
  channels: readonly number[],
  isRgb: boolean,
): Promise<{ range: Range; byBits?: number }[]> {
  const coarsest = levels.at(-1) as ZarrLevel;
  const { type } = coarsest.array;
  const windows = channels.map((channel) => {
    const { start, end } = omero?.channels[channel]?.window ?? {};
    if (isRgb || typeof start !== 'number' || typeof end !== 'number' || !(end > start)) return undefined;
    return { black: start, white: end };
  });
  if (type === 'uint8') return windows.map((window) => ({ range: window ?? { black: 0, white: 255 } }));
  if (windows.some((window) => window === undefined) && type !== 'uint16') {
    throw new AppError('slide-variant', `OME-Zarr with values of type ${type} and no window that says which are white`);
  }
  const most = windows.every((window) => window) ? [] : await largestValues(coarsest);
  const ofAll = Math.max(0, ...most);
  return windows.map((window, at) => {
    if (window) return { range: window };
    const bits = bitsInUse(isRgb ? ofAll : (most[at] ?? 0));
    return { range: { black: 0, white: 2 ** bits - 1 }, byBits: bits };
  });
}

/** Of each channel. */
async function largestValues(level: ZarrLevel): Promise<number[]> {
  const { width, height, tileWidth, tileHeight } = level.size;
  const columns = Math.ceil(width / tileWidth);
  const chunks = columns * Math.ceil(height / tileHeight);
  const step = Math.max(1, chunks / MOST_LOOKED_AT);
  const most: number[] = [];
  for (let i = 0; i < chunks; i += step) {
    const [column, row] = [Math.floor(i) % columns, Math.floor(Math.floor(i) / columns)];
    const planes = await level.planes(column, row);
    const right = Math.min(tileWidth, width - column * tileWidth);
    const bottom = Math.min(tileHeight, height - row * tileHeight);
    for (const [at, plane] of planes.entries()) most[at] = Math.max(most[at] ?? 0, largestIn(plane, right, bottom));
  }
  return most;
}

function largestIn({ data, start, across, down }: Plane, width: number, height: number): number {
  const numbers = data as ZarrNumbers;
  let most = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = numbers[start + y * down + x * across] as number;
      if (value > most) most = value;
    }
  }
  return most;
}
