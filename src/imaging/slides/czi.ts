import { AppError } from '../../base/errors.ts';
import type { Resolution, ShownChannels, SlideLevel } from '../../base/slide.ts';
import { toImageError } from '../image-errors.ts';
import { checkMemory } from '../image-limits.ts';
import { readJpegHeader } from '../jpeg-header.ts';
import { loadDecoder } from '../load-decoder.ts';
import { decodeWithMozjpeg, mozjpegMemory } from '../mozjpeg.ts';
import { bitsInUse, largestOf, type Samples, samplesToRgb } from '../samples-to-rgb.ts';
import { childrenOf, elementsBelow, readXml } from '../xml.ts';
import type { ByteRanges } from './byte-ranges.ts';
import { type Channel, colourOfHex, FIRST_CHANNEL, openChannels } from './channels.ts';
import { type Area, type ComposedLevel, composeLevel, indexPieces, PieceImages } from './composed-level.ts';
import { recordedResolution } from './microns.ts';
import type { OpenSlide } from './opened-slide.ts';
import { MOST_TILE_PIXELS, orderLevels, toSlideLevels } from './slide-levels.ts';

/** Bytes before the data of a segment: its name, and how long it is. */
const SEGMENT_BYTES = 32;
/** Before the entries of the directory. */
const DIRECTORY_HEAD = 128;
/** Of an entry without its dimensions, and of a dimension. */
const ENTRY_BYTES = 32;
const DIMENSION_BYTES = 20;
/** Before what belongs to an image: three sizes, the entry again, and padding. */
const IMAGE_HEAD = 256;
const MOST_IMAGES = 2 ** 19;
const MOST_DIMENSIONS = 16;
const MOST_XML_BYTES = 2 ** 25;
/** What an image takes in memory, as its entry and as a piece. */
const IMAGE_BYTES = 400;

const PIXELS: ReadonlyMap<number, { readonly samples: 1 | 3 | 4; readonly bytes: 1 | 2 }> = new Map([
  [0, { samples: 1, bytes: 1 }],
  [1, { samples: 1, bytes: 2 }],
  [3, { samples: 3, bytes: 1 }],
  [4, { samples: 3, bytes: 2 }],
  [9, { samples: 4, bytes: 1 }],
]);

const COMPRESSION = { none: 0, jpeg: 1, jpegXr: 4, zstd0: 5, zstd1: 6 } as const;
const COMPRESSION_WORDS: Readonly<Record<number, string>> = {
  0: 'uncompressed',
  1: 'JPEG',
  5: 'Zstandard',
  6: 'Zstandard',
};

/** An image of the mosaic, at one resolution. */
interface Subblock {
  readonly at: number;
  readonly pixelType: number;
  readonly compression: number;
  /** Pixels of level 0. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Pixels as they are stored. */
  readonly storedWidth: number;
  readonly storedHeight: number;
  /** Pixels of level 0 that one of its own spans. */
  readonly scale: number;
  /** Focal plane, channel, time and place in the mosaic. */
  readonly z: number;
  readonly c: number;
  readonly t: number;
  readonly m: number;
  readonly entryBytes: number;
}

/**
 * Zeiss CZI: images of a mosaic that overlap, at several resolutions, in segments that a directory lists. All scenes lie on one
 * slide. Of several focal planes and times, one is read: `onlyPart` says so.
 * @param shown Of several channels.
 * @throws AppError slide-variant: JPEG XR, floating point, several files; image-broken, file-unreadable
 */
export async function openCzi(source: ByteRanges, shown: ShownChannels = FIRST_CHANNEL): Promise<OpenSlide> {
  if (source.size < SEGMENT_BYTES + 80) throw new AppError('image-broken', 'a Zeiss CZI file that is cut off');
  const header = await segmentAt(source, 0, 'ZISRAWFILE', 80);
  const all = await readDirectory(source, Number(header.getBigInt64(52, true)));
  const xml = await readMetadata(source, Number(header.getBigInt64(60, true)));
  const channels = channelsOf(all, xml);
  return openChannels(channels, shown, (channel) => openChannel(source, all, channel, xml));
}

async function openChannel(
  source: ByteRanges,
  all: readonly Subblock[],
  channel: number,
  xml: string,
): Promise<OpenSlide> {
  const { images, onlyPart } = chooseImages(all, channel);
  const [first] = images;
  if (!first) throw variant('no images');
  for (const image of images) checkImage(image, first);
  const { left, top, right, bottom } = boundsOf(images);
  const scales = [...new Set(images.map(({ scale }) => scale))].sort((a, b) => a - b);
  const finest = scales[0] as number;
  const deep = PIXELS.get(first.pixelType)?.bytes === 2;
  const coarsest = images.filter(({ scale }) => scale === scales.at(-1));
  const bits = deep ? await largestBits(source, coarsest) : 8;
  const kept = new PieceImages();
  const levels = scales.map((scale): ComposedLevel => {
    const own = images.filter((image) => image.scale === scale).sort((a, b) => a.m - b.m);
    const size = { width: Math.ceil((right - left) / scale), height: Math.ceil((bottom - top) / scale) };
    const pieces = own.map((image, at) => ({
      x: Math.floor((image.x - left) / scale),
      y: Math.floor((image.y - top) / scale),
      width: image.storedWidth,
      height: image.storedHeight,
      image: at,
      fromX: 0,
      fromY: 0,
    }));
    const decode = async (at: number) => samplesToRgb({ ...(await decodeImage(source, own[at] as Subblock)), bits });
    return composeLevel({ ...size, piecesIn: indexPieces(pieces, size), decode }, kept, String(scale));
  });
  const ordered = orderLevels(levels as [ComposedLevel, ...ComposedLevel[]]) as [
    ComposedLevel & SlideLevel,
    ...(ComposedLevel & SlideLevel)[],
  ];
  return {
    info: {
      format: 'czi',
      levels: toSlideLevels(ordered),
      ...resolutionOf(xml, finest),
      ...(bits !== 8 && bits < 16 && { bitsByRange: bits }),
      ...(onlyPart && { onlyPart }),
      compression: COMPRESSION_WORDS[first.compression] ?? '',
      passedOver: [],
    },
    decodeTile: async (level, column, row) => ordered[level]?.decodeTile(column, row),
  };
}

/** The first `length` bytes of a segment's data. @throws AppError image-broken when another segment is there */
async function segmentAt(source: ByteRanges, at: number, name: string, length: number): Promise<DataView> {
  const bytes = await source.readSmall(at, SEGMENT_BYTES + length);
  const found = new TextDecoder().decode(bytes.subarray(0, 16)).replace(/\0.*$/s, '');
  if (found !== name) throw new AppError('image-broken', `no ${name} segment where the CZI file has it`);
  return new DataView(bytes.buffer, bytes.byteOffset + SEGMENT_BYTES, length);
}

async function readDirectory(source: ByteRanges, at: number): Promise<Subblock[]> {
  const head = await segmentAt(source, at, 'ZISRAWDIRECTORY', DIRECTORY_HEAD);
  const count = head.getInt32(0, true);
  if (!(count >= 0 && count <= MOST_IMAGES)) throw new AppError('image-broken', `a CZI directory of ${count} images`);
  const start = at + SEGMENT_BYTES + DIRECTORY_HEAD;
  const most = count * (ENTRY_BYTES + MOST_DIMENSIONS * DIMENSION_BYTES);
  const length = Math.max(0, Math.min(most, source.size - start));
  checkMemory(length + count * IMAGE_BYTES);
  const bytes = await source.read(start, length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const images: Subblock[] = [];
  let offset = 0;
  for (let i = 0; i < count; i++) {
    const image = readEntry(view, offset);
    images.push(image);
    offset += image.entryBytes;
  }
  return images;
}

function readEntry(view: DataView, at: number): Subblock {
  const inside = (end: number) => {
    if (end > view.byteLength) throw new AppError('image-broken', 'the CZI directory is cut off');
  };
  inside(at + ENTRY_BYTES);
  if (view.getUint16(at) !== 0x4456) throw variant('a directory of another kind');
  const dimensions = view.getInt32(at + 28, true);
  if (!(dimensions >= 2 && dimensions <= MOST_DIMENSIONS)) {
    throw new AppError('image-broken', `a CZI image of ${dimensions} dimensions`);
  }
  const entryBytes = ENTRY_BYTES + dimensions * DIMENSION_BYTES;
  inside(at + entryBytes);
  if (view.getInt32(at + 14, true) !== 0) throw variant('images that lie in other files');
  const found = new Map<string, { start: number; size: number; stored: number }>();
  for (let i = 0; i < dimensions; i++) {
    const start = at + ENTRY_BYTES + i * DIMENSION_BYTES;
    found.set(String.fromCharCode(view.getUint8(start)), {
      start: view.getInt32(start + 4, true),
      size: view.getInt32(start + 8, true),
      stored: view.getInt32(start + 16, true),
    });
  }
  const [x, y] = [found.get('X'), found.get('Y')];
  if (!x || !y) throw new AppError('image-broken', 'a CZI image without a place');
  const startOf = (name: string) => found.get(name)?.start ?? 0;
  const [storedWidth, storedHeight] = [x.stored || x.size, y.stored || y.size];
  return {
    at: Number(view.getBigInt64(at + 6, true)),
    pixelType: view.getInt32(at + 2, true),
    compression: view.getInt32(at + 18, true),
    x: x.start,
    y: y.start,
    width: x.size,
    height: y.size,
    storedWidth,
    storedHeight,
    scale: Math.max(1, Math.round(Math.max(x.size / storedWidth, y.size / storedHeight))),
    z: startOf('Z'),
    c: startOf('C'),
    t: startOf('T'),
    m: startOf('M'),
    entryBytes,
  };
}

function channelNumbers(all: readonly Subblock[]): number[] {
  return [...new Set(all.map(({ c }) => c))].sort((a, b) => a - b);
}

/** What the display settings, or else the description of the image, say of the channels that there are. */
function channelsOf(all: readonly Subblock[], xml: string): Channel[] {
  const [settings] = /<DisplaySetting[\s>][\s\S]*?<\/DisplaySetting>/.exec(xml) ?? [];
  const [image] = /<Dimensions>[\s\S]*?<\/Dimensions>/.exec(xml) ?? [];
  const described = [settings, image].map((text) => {
    const root = readXml(text ?? '');
    return root ? [...elementsBelow(root, 'Channel')] : [];
  });
  return channelNumbers(all).map((number): Channel => {
    const elements = described.flatMap(
      (list) => list.find(({ attributes }) => attributes.Id === `Channel:${number}`) ?? [],
    );
    const colour =
      elements
        .flatMap((element) => childrenOf(element, 'Color'))
        .at(0)
        ?.text.trim() ?? '';
    return {
      name: elements.map(({ attributes }) => attributes.Name ?? '').find((name) => name !== '') ?? '',
      // Its opacity comes first.
      colour: colourOfHex(colour.length === 9 ? colour.slice(3) : colour),
    };
  });
}

/** Of a channel, the first time and the focal plane in the middle. */
function chooseImages(
  everything: readonly Subblock[],
  channel: number,
): { images: Subblock[]; onlyPart: string | undefined } {
  const wanted = channelNumbers(everything)[channel];
  const all = everything.filter(({ c }) => c === wanted);
  const planes = (axis: 'z' | 't') => [...new Set(all.map((image) => image[axis]))].sort((a, b) => a - b);
  const [z, t] = [planes('z'), planes('t')];
  const middle = z[Math.floor((z.length - 1) / 2)];
  const images = all.filter((image) => image.z === middle && image.t === t[0]);
  const parts = [
    ...(z.length > 1 ? [`the middle of ${z.length} focal planes`] : []),
    ...(t.length > 1 ? [`the first of ${t.length} times`] : []),
  ];
  return { images, onlyPart: parts.length > 0 ? parts.join(', ') : undefined };
}

function checkImage(
  { pixelType, compression, storedWidth, storedHeight, width, height }: Subblock,
  first: Subblock,
): void {
  if (compression === COMPRESSION.jpegXr) {
    throw variant(
      'images in JPEG XR: export it from ZEN as OME-TIFF, or convert it with bioformats2raw and raw2ometiff',
    );
  }
  if (!(compression in COMPRESSION_WORDS)) throw variant(`compression ${compression}`);
  if (!PIXELS.has(pixelType)) throw variant(`pixels of type ${pixelType}`);
  if (pixelType !== first.pixelType) throw variant('pixels of several types');
  const sides = [storedWidth, storedHeight, width, height];
  if (!sides.every((side) => side >= 1) || storedWidth * storedHeight > MOST_TILE_PIXELS) {
    throw new AppError('image-broken', `a CZI image of ${storedWidth} x ${storedHeight} pixels`);
  }
}

function boundsOf(images: readonly Subblock[]): Area {
  let { left, top, right, bottom } = NOTHING;
  for (const { x, y, width, height } of images) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { left, top, right, bottom };
}

const NOTHING: Area = {
  left: Number.POSITIVE_INFINITY,
  top: Number.POSITIVE_INFINITY,
  right: Number.NEGATIVE_INFINITY,
  bottom: Number.NEGATIVE_INFINITY,
};

/** Images that are looked through for the largest sample. */
const MOST_LOOKED_AT = 64;

async function largestBits(source: ByteRanges, images: readonly Subblock[]): Promise<number> {
  const step = Math.max(1, images.length / MOST_LOOKED_AT);
  let most = 0;
  for (let i = 0; i < images.length; i += step) {
    const { data, channels } = await decodeImage(source, images[Math.floor(i)] as Subblock);
    if (data instanceof Uint16Array) most = Math.max(most, largestOf(data, channels));
  }
  return bitsInUse(most);
}

async function decodeImage(source: ByteRanges, image: Subblock): Promise<Samples> {
  const head = await segmentAt(source, image.at, 'ZISRAWSUBBLOCK', 16);
  const metadataBytes = head.getInt32(0, true);
  const dataBytes = Number(head.getBigInt64(8, true));
  const { samples, bytes: sampleBytes } = PIXELS.get(image.pixelType) as { samples: 1 | 3 | 4; bytes: 1 | 2 };
  const whole = image.storedWidth * image.storedHeight * samples * sampleBytes;
  if (!(metadataBytes >= 0 && dataBytes >= 0 && dataBytes <= 2 * whole + 2 ** 16)) {
    throw new AppError('image-broken', `a CZI image of ${dataBytes} bytes`);
  }
  const start = image.at + SEGMENT_BYTES + Math.max(IMAGE_HEAD, 16 + image.entryBytes) + metadataBytes;
  checkMemory(dataBytes + 4 * whole);
  const packed = await source.read(start, dataBytes);
  if (image.compression === COMPRESSION.jpeg) return decodeJpeg(packed, image);
  const bytes = await unpack(packed, image.compression, whole);
  if (bytes.length < whole) throw new AppError('image-broken', 'a CZI image that is cut off');
  return toSamples(bytes, image, samples, sampleBytes);
}

async function decodeJpeg(stream: Uint8Array, { storedWidth, storedHeight }: Subblock): Promise<Samples> {
  const { width, height, components } = readJpegHeader(stream);
  if (width !== storedWidth || height !== storedHeight || (components !== 1 && components !== 3)) {
    throw new AppError('image-broken', `JPEG of ${width} x ${height} x ${components} in a CZI image`);
  }
  checkMemory(mozjpegMemory(width, height, stream.length));
  try {
    return { ...(await decodeWithMozjpeg(stream)), channels: 4 };
  } catch (thrown) {
    throw toImageError(thrown);
  }
}

/** @param whole Bytes that must come out. */
async function unpack(
  packed: Uint8Array<ArrayBuffer>,
  compression: number,
  whole: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (compression === COMPRESSION.none) return packed;
  const { decompress } = await loadDecoder(() => import('fzstd'));
  const { start, isParted } = compression === COMPRESSION.zstd1 ? readZstdHead(packed) : { start: 0, isParted: false };
  try {
    // Given where to write to, it takes no memory of its own, whatever the frame says of its size.
    const bytes = decompress(packed.subarray(start), new Uint8Array(whole)) as Uint8Array<ArrayBuffer>;
    return isParted ? joinBytes(bytes) : bytes;
  } catch (thrown) {
    throw toImageError(thrown);
  }
}

/** A head of so many bytes, in which a chunk of type 1 tells whether lower and upper bytes lie apart. */
function readZstdHead(packed: Uint8Array): { start: number; isParted: boolean } {
  const [size = 0, type = 0, flags = 0] = packed;
  if (size !== 1 && !(size === 3 && type === 1)) throw variant('Zstandard of another kind');
  return { start: size, isParted: size === 3 && (flags & 1) === 1 };
}

/** All lower bytes, then all upper bytes, to samples of two bytes. */
function joinBytes(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const half = bytes.length >> 1;
  return bytes.map((_, i) => bytes[(i >> 1) + (i % 2) * half] as number);
}

/** Blue comes first in the file; what Bgra32 has beside the colours is no transparency. */
function toSamples(bytes: Uint8Array<ArrayBuffer>, image: Subblock, samples: 1 | 3 | 4, sampleBytes: 1 | 2): Samples {
  const pixels = image.storedWidth * image.storedHeight;
  const size = { width: image.storedWidth, height: image.storedHeight };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (i: number) => (sampleBytes === 2 ? view.getUint16(2 * i, true) : (bytes[i] as number));
  const channels = samples === 1 ? 1 : 3;
  const data = sampleBytes === 2 ? new Uint16Array(pixels * channels) : new Uint8Array(pixels * channels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      data[pixel * channels + channel] = at(pixel * samples + (channels - 1 - channel));
    }
  }
  return { ...size, channels, data };
}

/** The file's XML; empty where there is none that can be read. */
async function readMetadata(source: ByteRanges, at: number): Promise<string> {
  if (at === 0) return '';
  const head = await segmentAt(source, at, 'ZISRAWMETADATA', 8);
  const length = head.getInt32(0, true);
  if (!(length >= 0 && length <= MOST_XML_BYTES)) return '';
  return new TextDecoder().decode(await source.read(at + SEGMENT_BYTES + 256, length));
}

/** Metres of a pixel, in the file's XML. What cannot be read tells nothing. */
function resolutionOf(xml: string, finest: number): Resolution {
  // Of megabytes of XML, one element is wanted.
  const scaling = readXml(/<Scaling>[\s\S]*?<\/Scaling>/.exec(xml)?.[0] ?? '');
  const metres = (id: string) => {
    for (const distance of scaling ? elementsBelow(scaling, 'Distance') : []) {
      if (distance.attributes.Id === id) return Number(elementsBelow(distance, 'Value').next().value?.text);
    }
    return undefined;
  };
  const microns = (id: string) => {
    const value = metres(id);
    return value === undefined ? undefined : value * 1e6 * finest;
  };
  return recordedResolution(microns('X'), microns('Y'));
}

function variant(detail: string): AppError {
  return new AppError('slide-variant', `Zeiss CZI with ${detail}`);
}
