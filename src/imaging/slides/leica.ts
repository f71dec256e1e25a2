import type { XmlElement } from '@rgrove/parse-xml';
import { AppError } from '../../base/errors.ts';
import { childrenOf, elementsBelow, readXml } from '../xml.ts';
import { type Area, type Composition, composeLevel, type Piece, PieceImages } from './composed-level.ts';
import { recordedResolution } from './microns.ts';
import type { TiffContents, TiffDirectories } from './tiff-contents.ts';
import { SLIDE_TAG, type TiffFile } from './tiff-file.ts';
import { readTiffLevel, type TiffLevel } from './tiff-level.ts';

/** One image of a collection, which lies on the slide somewhere. Nanometres. */
interface LeicaImage {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly illumination: string;
  readonly objective: string;
  /** Resolutions of the main focal plane, finest first, each with its directory. */
  readonly dimensions: readonly { readonly directory: number; readonly width: number }[];
}

const MOST_AREAS = 500;
/** Two areas are scanned alike when their pixels differ by less than this. */
const LEAST_LIKENESS = 0.98;

/**
 * Leica SCN: areas of a slide that were scanned one by one, each at several resolutions, and an overview of the whole slide,
 * which is passed over. Levels are as large as the slide, and white between the areas.
 * @throws AppError slide-variant: no brightfield image, areas of several resolutions; image-broken
 */
export async function readLeica(file: TiffFile, directories: TiffDirectories): Promise<TiffContents> {
  const { width, height, images } = readCollection(await descriptionOf(directories));
  const isOverview = (image: LeicaImage) =>
    image.x === 0 && image.y === 0 && image.width === width && image.height === height;
  const areas = images.filter((image) => !isOverview(image) && image.illumination === 'brightfield');
  const [first] = areas;
  if (!first) throw variant('no brightfield image of the tissue');
  if (areas.length > MOST_AREAS) throw new AppError('image-broken', `${areas.length} areas in a Leica SCN file`);
  if (areas.some(({ objective, dimensions }) => !isAlike(objective, dimensions.length, first))) {
    throw variant('areas that were scanned in several ways');
  }
  const kept = new PieceImages();
  const levels: TiffLevel[] = [];
  let finest = 0;
  for (const at of first.dimensions.keys()) {
    const densities = areas.map((area) => area.width / (area.dimensions[at]?.width ?? 0));
    const density = Math.min(...densities);
    if (!(density > 0) || densities.some((each) => density / each < LEAST_LIKENESS)) {
      throw variant('areas of several resolutions');
    }
    finest ||= density;
    const parts: Part[] = [];
    for (const area of areas) {
      const tags = directories[area.dimensions[at]?.directory ?? -1];
      if (!tags) throw new AppError('image-broken', 'a directory that the file does not have');
      const level = await readTiffLevel(file, tags);
      if (level.deep) throw variant('samples of 16 bits');
      parts.push({ level, x: Math.trunc(area.x / density), y: Math.trunc(area.y / density) });
    }
    const size = { width: Math.ceil(width / density), height: Math.ceil(height / density) };
    levels.push(joinParts(parts as [Part, ...Part[]], size, kept, String(at)));
  }
  const others = images.length - areas.length;
  return {
    format: 'leica',
    resolution: recordedResolution(finest / 1000),
    images: levels,
    passedOver: images
      .filter(isOverview)
      .map(() => 'macro')
      .concat(new Array<string>(others - images.filter(isOverview).length).fill('other')),
  };
}

function isAlike(objective: string, resolutions: number, first: LeicaImage): boolean {
  return objective === first.objective && resolutions === first.dimensions.length;
}

async function descriptionOf(directories: TiffDirectories): Promise<string> {
  for (const tags of directories) {
    const description = await tags.text(SLIDE_TAG.imageDescription);
    if (description.includes('<scn')) return description;
  }
  return '';
}

function readCollection(xml: string): { width: number; height: number; images: LeicaImage[] } {
  const root = readXml(xml);
  const [collection] = root ? childrenOf(root, 'collection') : [];
  if (!collection) throw variant('a description that cannot be read');
  return {
    width: numberOf(collection, 'sizeX'),
    height: numberOf(collection, 'sizeY'),
    images: childrenOf(collection, 'image').map(readImage),
  };
}

function readImage(image: XmlElement): LeicaImage {
  const [view] = childrenOf(image, 'view');
  const [pixels] = childrenOf(image, 'pixels');
  const text = (name: string) => elementsBelow(image, name).next().value?.text.trim() ?? '';
  const dimensions = (pixels ? childrenOf(pixels, 'dimension') : [])
    .filter(({ attributes }) => (attributes.z ?? '0') === '0')
    .map((dimension) => ({ directory: numberOf(dimension, 'ifd'), width: numberOf(dimension, 'sizeX') }))
    .sort((a, b) => b.width - a.width);
  const of = (name: string) => (view ? numberOf(view, name) : 0);
  return {
    x: of('offsetX'),
    y: of('offsetY'),
    width: of('sizeX'),
    height: of('sizeY'),
    illumination: text('illuminationSource'),
    objective: text('objective'),
    dimensions,
  };
}

function numberOf({ attributes }: XmlElement, name: string): number {
  return Number(attributes[name] ?? 0) || 0;
}

/** A tiled image, and where on the level it lies. */
interface Part {
  readonly level: TiffLevel;
  readonly x: number;
  readonly y: number;
}

function joinParts(
  parts: readonly [Part, ...Part[]],
  size: { readonly width: number; readonly height: number },
  kept: PieceImages,
  name: string,
): TiffLevel {
  const [{ level: first }] = parts;
  // Images are numbered part after part, row by row.
  let images = 0;
  const numbered = parts.map((part) => {
    const columns = Math.ceil(part.level.width / part.level.tileWidth);
    const start = images;
    images += columns * Math.ceil(part.level.height / part.level.tileHeight);
    return { ...part, columns, start };
  });
  const composition: Composition = {
    ...size,
    // Of two that overlap, the one that comes first in the file shows, as in OpenSlide.
    piecesIn: (area) => numbered.toReversed().flatMap((part) => tilesIn(part, area)),
    decode: async (image) => {
      const part = numbered.findLast(({ start }) => start <= image);
      const tile = image - (part?.start ?? 0);
      return part?.level.decodeTile(tile % part.columns, Math.floor(tile / part.columns));
    },
  };
  return {
    ...composeLevel(composition, kept, name),
    tags: first.tags,
    compression: first.compression,
    largestSample: async () => 0,
  };
}

/** The tiles of a part that touch an area, without what hangs over its edges. */
function tilesIn(
  { level, x, y, columns, start }: Part & { readonly columns: number; readonly start: number },
  area: Area,
): Piece[] {
  const { width, height, tileWidth, tileHeight } = level;
  const pieces: Piece[] = [];
  const [top, bottom] = [Math.max(0, area.top - y), Math.min(height, area.bottom - y)];
  const [left, right] = [Math.max(0, area.left - x), Math.min(width, area.right - x)];
  if (left >= right) return pieces;
  for (let row = Math.floor(top / tileHeight); row * tileHeight < bottom; row++) {
    for (let column = Math.floor(left / tileWidth); column * tileWidth < right; column++) {
      pieces.push({
        x: x + column * tileWidth,
        y: y + row * tileHeight,
        width: Math.min(tileWidth, width - column * tileWidth),
        height: Math.min(tileHeight, height - row * tileHeight),
        image: start + row * columns + column,
        fromX: 0,
        fromY: 0,
      });
    }
  }
  return pieces;
}

function variant(detail: string): AppError {
  return new AppError('slide-variant', `Leica SCN with ${detail}`);
}
