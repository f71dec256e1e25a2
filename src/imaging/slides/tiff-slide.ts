import { AppError } from '../../base/errors.ts';
import type { ShownChannels } from '../../base/slide.ts';
import { loadDecoder } from '../load-decoder.ts';
import { bitsInUse } from '../samples-to-rgb.ts';
import { COMPRESSION } from '../tiff-layout.ts';
import { choosePage } from '../tiff-pages.ts';
import { readAperio } from './aperio.ts';
import type { ByteRanges } from './byte-ranges.ts';
import { FIRST_CHANNEL, openChannels } from './channels.ts';
import { readGenericTiff } from './generic-tiff.ts';
import { readOmeTiff } from './ome-tiff.ts';
import type { OpenSlide } from './opened-slide.ts';
import { readPhilips } from './philips.ts';
import { isReduced, orderLevels, toSlideLevels } from './slide-levels.ts';
import { readStripedLevel } from './striped-level.ts';
import { pageFactsOf, type TiffContents, type TiffDirectories } from './tiff-contents.ts';
import { TiffFile } from './tiff-file.ts';
import type { TiffLevel } from './tiff-level.ts';
import { makerOf, type TiffMaker } from './tiff-maker.ts';

/** In words for a person. */
const COMPRESSION_WORDS: Readonly<Record<number, string>> = {
  [COMPRESSION.none]: 'uncompressed',
  [COMPRESSION.lzw]: 'LZW',
  [COMPRESSION.jpeg]: 'JPEG',
  [COMPRESSION.deflate]: 'Deflate',
  [COMPRESSION.oldDeflate]: 'Deflate',
  [COMPRESSION.packBits]: 'PackBits',
  [COMPRESSION.zstd]: 'Zstandard',
  [COMPRESSION.aperioJpeg2000Ycbcr]: 'JPEG 2000',
  [COMPRESSION.lossyJpeg2000]: 'JPEG 2000',
  [COMPRESSION.aperioJpeg2000Rgb]: 'JPEG 2000',
  [COMPRESSION.jpeg2000]: 'JPEG 2000',
  [COMPRESSION.webp]: 'WebP',
};

/** Slides that are known and not read. */
const UNREAD: Readonly<Partial<Record<TiffMaker, string>>> = {
  trestle: 'Trestle TIFF, whose tiles overlap',
};

/**
 * Opens a TIFF or BigTIFF file: its tiled images or, where it has none, its one large image in strips.
 * @param shown Of several channels.
 * @throws AppError image-broken, slide-variant, file-unreadable
 */
export async function openTiffSlide(source: ByteRanges, shown: ShownChannels = FIRST_CHANNEL): Promise<OpenSlide> {
  const file = await TiffFile.open(source);
  const directories = await file.directories();
  const contents = await readContents(file, directories, FIRST_CHANNEL);
  return openChannels(contents.channels ?? [], shown, async (channel) =>
    openContents(
      file,
      directories,
      channel === FIRST_CHANNEL ? contents : await readContents(file, directories, channel),
    ),
  );
}

async function openContents(file: TiffFile, directories: TiffDirectories, contents: TiffContents): Promise<OpenSlide> {
  const { format, resolution, passedOver } = contents;
  const images = contents.images.length > 0 ? contents.images : [await readUntiled(file, directories)];
  const [finest, ...rest] = images.toSorted((a, b) => b.width * b.height - a.width * a.height);
  if (!finest) throw new AppError('slide-variant', 'TIFF without an image of the tissue');
  const reduced = rest.filter((image) => isReduced(image, finest));
  const levels = orderLevels([finest, ...reduced]);
  const bits = await bitsOf(levels);
  const onlyPart = contents.onlyPart ?? partInWords(images, finest);
  return {
    info: {
      format,
      levels: toSlideLevels(levels),
      ...resolution,
      ...(onlyPart !== undefined && { onlyPart }),
      ...(bits.isByRange && { bitsByRange: bits.inUse }),
      compression: COMPRESSION_WORDS[finest.compression] ?? '',
      passedOver: [...passedOver, ...new Array<string>(rest.length - reduced.length).fill('other')],
    },
    decodeTile: async (level, column, row) => levels[level]?.decodeTile(column, row, bits.inUse),
  };
}

/** Channels and focal planes lie in pages of one size, of which the first is read. */
function partInWords(images: readonly TiffLevel[], { width, height }: TiffLevel): string | undefined {
  const alike = images.filter((image) => image.width === width && image.height === height).length;
  return alike > 1 ? `the first of ${alike} pages of its size` : undefined;
}

/** Tiles that are looked through for the largest sample. */
const MOST_LOOKED_AT = 64;

/**
 * How many bits are in use where samples have 16: by a tag, or by the largest sample of the coarsest level, so that all of a
 * slide is scaled alike.
 */
async function bitsOf(levels: readonly TiffLevel[]): Promise<{ inUse: number; isByRange: boolean }> {
  const tagged = levels[0]?.deep?.bitsInUse;
  const coarsest = levels.findLast(({ deep }) => deep);
  if (tagged !== undefined || !coarsest) return { inUse: tagged ?? 16, isByRange: false };
  const columns = Math.ceil(coarsest.width / coarsest.tileWidth);
  const tiles = columns * Math.ceil(coarsest.height / coarsest.tileHeight);
  const step = Math.max(1, tiles / MOST_LOOKED_AT);
  let most = 0;
  for (let i = 0; i < tiles; i += step) {
    const tile = Math.floor(i);
    most = Math.max(most, await coarsest.largestSample(tile % columns, Math.floor(tile / columns)));
  }
  const inUse = bitsInUse(most);
  return { inUse, isByRange: inUse < 16 };
}

async function readContents(file: TiffFile, directories: TiffDirectories, channel: number): Promise<TiffContents> {
  const maker = await makerOf(directories);
  const unread = maker && UNREAD[maker];
  if (unread) throw new AppError('slide-variant', unread);
  if (maker === 'aperio') return readAperio(file, directories);
  if (maker === 'ome-tiff') return readOmeTiff(file, directories, channel);
  if (maker === 'philips') return readPhilips(file, directories);
  if (maker === 'leica') return (await loadDecoder(() => import('./leica.ts'))).readLeica(file, directories);
  if (maker === 'ventana') return (await loadDecoder(() => import('./ventana.ts'))).readVentana(file, directories);
  if (maker === 'ndpi') return (await loadDecoder(() => import('./ndpi.ts'))).readNdpi(file, directories);
  return readGenericTiff(file, directories, channel);
}

async function readUntiled(file: TiffFile, directories: TiffDirectories): Promise<TiffLevel> {
  const chosen = choosePage(await Promise.all(directories.map(pageFactsOf)));
  const directory = chosen && directories[chosen.index];
  if (!directory) throw new AppError('slide-variant', 'TIFF that holds a label, macro or thumbnail and no tissue');
  return readStripedLevel(file, directory);
}
