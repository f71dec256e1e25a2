import { AppError } from '../../base/errors.ts';
import { TAG } from '../tiff-directory.ts';
import { associatedName } from '../tiff-pages.ts';
import type { Channel } from './channels.ts';
import { type OmeImage, readOmeXml } from './ome-xml.ts';
import {
  isTiled,
  ofChannel,
  pageFactsOf,
  partAssociated,
  readTiledImages,
  type TiffContents,
  type TiffDirectories,
} from './tiff-contents.ts';
import { SLIDE_TAG, type TiffFile, type TiffTags } from './tiff-file.ts';

/**
 * The slide is the largest image that is not called a label, macro or thumbnail, whichever comes first. Its smaller levels
 * are its SubIFDs; without any, further directories. Of several channels, one is read; of focal planes and times, the first.
 * @param channel Counted from 0.
 * @throws AppError slide-variant: planes in other files; image-broken
 */
export async function readOmeTiff(
  file: TiffFile,
  directories: TiffDirectories,
  channel: number,
): Promise<TiffContents> {
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
  const onlyPart = partOf(slide);
  const channels = await channelsOf(slide);
  const at = directories.indexOf(slide.first);
  const first = directories[at + (channel === 0 ? 0 : slide.image.directoryOf(channel))];
  if (!first || !(await isAlike(first, slide.first))) {
    throw new AppError('slide-variant', `OME-TIFF without the plane of channel ${channel + 1}`);
  }
  const below = await file.subdirectories(first);
  const taken = new Set(others.map((other) => other.first));
  const rest = directories.filter((tags) => tags !== first && !taken.has(tags));
  const tiled = (below.length > 0 ? below : (await partAssociated(rest)).own).filter(isTiled);
  const levelsBelow =
    channels.length > 1 && below.length === 0 ? await ofChannel(tiled, channel, channels.length) : tiled;
  const { images: levels, passedOver } = await readTiledImages(file, [first, ...levelsBelow].filter(isTiled));
  return {
    format: 'ome-tiff',
    resolution: slide.image.resolution,
    images: levels,
    ...(channels.length > 1 && { channels }),
    ...(onlyPart !== undefined && { onlyPart }),
    passedOver: [...passedOver, ...names],
  };
}

async function isAlike(one: TiffTags, other: TiffTags): Promise<boolean> {
  const [a, b] = await Promise.all([pageFactsOf(one), pageFactsOf(other)]);
  return a.width === b.width && a.height === b.height;
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

/** One for each plane of colours: three samples of a pixel are one. */
async function channelsOf({ image: { planes, channels }, first }: PlacedImage): Promise<Channel[]> {
  const samples = (await first.number(TAG.samplesPerPixel)) ?? 1;
  const count = Math.min(MOST_PLANES, Math.ceil(planes.c / samples));
  return Array.from({ length: count }, (_, at) => channels[at] ?? { name: '' });
}

const MOST_PLANES = 10_000;

/** Of several focal planes and times, which is read: the first that the file has; undefined for a single one. @throws AppError slide-variant */
function partOf({ image: { planes, isElsewhere } }: PlacedImage): string | undefined {
  if (isElsewhere) throw new AppError('slide-variant', 'OME-TIFF with planes that lie in other files');
  const parts = [
    ...(planes.z > 1 ? [`the first of ${planes.z} focal planes`] : []),
    ...(planes.t > 1 ? [`the first of ${planes.t} times`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}
