import { AppError } from '../../base/errors.ts';
import { TAG } from '../tiff-directory.ts';
import {
  asMicronsPerPixel,
  associatedName,
  isTiled,
  readTiledImages,
  type TiffContents,
  type TiffDirectories,
} from './tiff-contents.ts';
import { SLIDE_TAG, type TiffFile } from './tiff-file.ts';

/** Micrometres of each unit that PhysicalSizeX may have. */
const MICRONS = new Map([
  ['m', 1e6],
  ['cm', 1e4],
  ['mm', 1e3],
  ['µm', 1],
  ['nm', 1e-3],
  ['Å', 1e-4],
]);

/**
 * The first image is the slide. Its smaller levels are its SubIFDs; without any, they are the further directories.
 * @throws AppError slide-variant: focal planes, times or channels that lie apart; image-broken
 */
export async function readOmeTiff(file: TiffFile, directories: TiffDirectories): Promise<TiffContents> {
  const [first, ...rest] = directories;
  const xml = await first.text(SLIDE_TAG.imageDescription);
  const pixels = attributesOf(/<(?:\w+:)?Pixels\s([^>]*)>/.exec(xml)?.[1] ?? '');
  checkPlanes(pixels, (await first.number(TAG.samplesPerPixel)) ?? 1);
  const below = await file.subdirectories(first);
  const levels = [first, ...(below.length > 0 ? below : rest)].filter(isTiled);
  const { images, passedOver } = await readTiledImages(file, levels);
  return {
    format: 'ome-tiff',
    micronsPerPixel: micronsOf(pixels),
    images,
    passedOver: [...passedOver, ...(below.length > 0 ? namesOfOthers(xml, rest.length) : [])],
  };
}

type Attributes = ReadonlyMap<string, string>;

function attributesOf(text: string): Attributes {
  return new Map(Array.from(text.matchAll(/([\w:]+)\s*=\s*"([^"]*)"/g), ([, name = '', value = '']) => [name, value]));
}

function checkPlanes(pixels: Attributes, samples: number): void {
  const size = (axis: string) => Number(pixels.get(`Size${axis}`) ?? 1);
  const variant = (detail: string) => new AppError('slide-variant', `OME-TIFF with ${detail}`);
  if (size('Z') > 1) throw variant(`${size('Z')} focal planes`);
  if (size('T') > 1) throw variant(`${size('T')} times`);
  if (size('C') > samples) throw variant(`${size('C')} channels that lie apart`);
}

function micronsOf(pixels: Attributes): number | undefined {
  const unit = MICRONS.get(pixels.get('PhysicalSizeXUnit') ?? 'µm');
  return unit === undefined ? undefined : asMicronsPerPixel(Number(pixels.get('PhysicalSizeX')) * unit);
}

/** Further directories are further images, each of one plane, in the order of the XML. */
function namesOfOthers(xml: string, count: number): string[] {
  const images = Array.from(xml.matchAll(/<(?:\w+:)?Image\s([^>]*)>/g), ([, attributes = '']) =>
    attributesOf(attributes),
  );
  return Array.from({ length: count }, (_, i) => associatedName(images[i + 1]?.get('Name') ?? ''));
}
