import { AppError } from '../../base/errors.ts';
import { TAG } from '../tiff-directory.ts';
import { associatedName } from '../tiff-pages.ts';
import { type OmeImage, readOmeXml } from './ome-xml.ts';
import {
  isTiled,
  pageFactsOf,
  partAssociated,
  readTiledImages,
  type TiffContents,
  type TiffDirectories,
} from './tiff-contents.ts';
import { SLIDE_TAG, type TiffFile, type TiffTags } from './tiff-file.ts';

/**
 * The slide is the largest image that is not called a label, macro or thumbnail, whichever comes first. Its smaller levels
 * are its SubIFDs; without any, further directories. Of several channels, focal planes and times, the first is read.
 * @throws AppError slide-variant: planes in other files; image-broken
 */
export async function readOmeTiff(file: TiffFile, directories: TiffDirectories): Promise<TiffContents> {
  const images = readOmeXml(await directories[0].text(SLIDE_TAG.imageDescription));
  const places = await placeImages(images, directories);
  const own = places.filter(({ image }) => associatedName(image.name) === undefined);
  const area = ({ image }: PlacedImage) => image.width * image.height;
  const [slide] = own.toSorted((a, b) => area(b) - area(a));
  const others = places.filter((place) => place !== slide);
  const names = others.map(({ image }) => associatedName(image.name) ?? 'other');
  if (!slide && places.length > 0)
    throw new AppError('slide-variant', 'OME-TIFF that holds a label or macro and no slide');
  if (!slide) return readWithoutXml(file, directories);
  const onlyPart = await partOf(slide);
  const below = await file.subdirectories(slide.first);
  const taken = new Set(others.map(({ first }) => first));
  const rest = directories.filter((tags) => tags !== slide.first && !taken.has(tags));
  const further = below.length > 0 ? below : (await partAssociated(rest)).own;
  const tiled = [slide.first, ...further].filter(isTiled);
  const { images: levels, passedOver } = await readTiledImages(file, tiled);
  return {
    format: 'ome-tiff',
    resolution: slide.image.resolution,
    images: levels,
    ...(onlyPart !== undefined && { onlyPart }),
    passedOver: [...passedOver, ...names],
  };
}

/** XML that says nothing usable leaves the directories to speak for themselves. */
async function readWithoutXml(file: TiffFile, directories: TiffDirectories): Promise<TiffContents> {
  const { own, associated } = await partAssociated(await file.withSubdirectories(directories));
  const { images, passedOver } = await readTiledImages(file, own.filter(isTiled));
  return { format: 'ome-tiff', resolution: {}, images, passedOver: [...associated, ...passedOver] };
}

interface PlacedImage {
  readonly image: OmeImage;
  /** The directory of its first plane. */
  readonly first: TiffTags;
}

/** By the directory that the XML names, or by counting planes, or by the size, which the directory must have. */
async function placeImages(images: readonly OmeImage[], directories: TiffDirectories): Promise<PlacedImage[]> {
  const sizes = await Promise.all(directories.map(pageFactsOf));
  const fits = (image: OmeImage, index: number) =>
    image.width === 0 || (sizes[index]?.width === image.width && sizes[index]?.height === image.height);
  const placed: PlacedImage[] = [];
  let counted = 0;
  for (const image of images) {
    const candidates = [image.directory ?? counted, ...directories.keys()];
    const found = candidates.find((index) => fits(image, index) && index < directories.length);
    const first = found === undefined ? undefined : directories[found];
    const samples = (await first?.number(TAG.samplesPerPixel)) ?? 1;
    counted = (found ?? counted) + countPlanes(image, samples);
    if (first && !placed.some((other) => other.first === first)) placed.push({ image, first });
  }
  return placed;
}

/** Directories that an image takes. */
function countPlanes({ planes: { z, t, c } }: OmeImage, samples: number): number {
  return Math.max(1, Math.round((z * t * c) / samples));
}

/** Of several planes, which one is read: the first that the file has; undefined for a single one. @throws AppError slide-variant */
async function partOf({ image: { planes, isElsewhere }, first }: PlacedImage): Promise<string | undefined> {
  const samples = (await first.number(TAG.samplesPerPixel)) ?? 1;
  if (isElsewhere) throw new AppError('slide-variant', 'OME-TIFF with planes that lie in other files');
  const channels = Math.ceil(planes.c / samples);
  const parts = [
    ...(channels > 1 ? [`the first of ${channels} channels`] : []),
    ...(planes.z > 1 ? [`the first of ${planes.z} focal planes`] : []),
    ...(planes.t > 1 ? [`the first of ${planes.t} times`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}
