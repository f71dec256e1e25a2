import { AppError } from '../base/errors.ts';
import { checkDimensions, checkMemory, MAX_PIXELS, RGB_TWICE } from './image-limits.ts';
import { asOrientation, type Orientation } from './orientation.ts';
import { bitsInUse } from './samples-to-rgb.ts';
import { TAG, type Tag, type TiffDirectory } from './tiff-directory.ts';
import { BT_601, type YcbcrVariant } from './ycbcr.ts';

export const COMPRESSION = {
  none: 1,
  ccittRuns: 2,
  ccittGroup3: 3,
  ccittGroup4: 4,
  lzw: 5,
  jpeg: 7,
  deflate: 8,
  oldDeflate: 32946,
  packBits: 32773,
  /** YCbCr in Aperio's files. */
  aperioJpeg2000Ycbcr: 33003,
  /** RGB, but for libvips, which means YCbCr by it and says RGB in other tags. */
  lossyJpeg2000: 33004,
  aperioJpeg2000Rgb: 33005,
  jpeg2000: 34712,
  zstd: 50000,
  webp: 50001,
} as const;

const JPEG_2000: ReadonlySet<number> = new Set([
  COMPRESSION.aperioJpeg2000Ycbcr,
  COMPRESSION.lossyJpeg2000,
  COMPRESSION.aperioJpeg2000Rgb,
  COMPRESSION.jpeg2000,
]);

/** Bytes a pixel that a codec takes for a block beside what it gives: see mozjpegMemory, and the others likewise. */
const CODEC_BYTES: ReadonlyMap<number, number> = new Map([
  [COMPRESSION.jpeg, 14],
  [COMPRESSION.webp, 12],
  ...Array.from(JPEG_2000, (compression): [number, number] => [compression, 30]),
]);

/** Fax, for two-valued images. */
const CCITT: ReadonlySet<number> = new Set([COMPRESSION.ccittRuns, COMPRESSION.ccittGroup3, COMPRESSION.ccittGroup4]);

export function isJpeg2000(compression: number): boolean {
  return JPEG_2000.has(compression);
}

/** Known by name, and not read. */
const OLD_JPEG = 6;
const CMYK = 5;

export const PHOTOMETRIC = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, ycbcr: 6 } as const;

/** How the pixels of a TIFF image lie in its file; checked to be a variant that Gramscope reads. */
export interface TiffLayout {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** Bits of every sample: 1, 2, 4, 8 or 16. */
  readonly bits: number;
  readonly samples: number;
  readonly compression: number;
  readonly photometric: number;
  /** 'straight' and 'multiplied' alpha are the sample after the colours; further samples are left out. */
  readonly alpha: 'none' | 'straight' | 'multiplied';
  /** True when each sample lies in blocks of its own. */
  readonly planar: boolean;
  /** True when each sample holds the difference to its left neighbour. */
  readonly predicted: boolean;
  /** A strip or a tile. */
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** Bytes of a whole block after decompression. */
  readonly blockBytes: number;
  /** 3 * 2^bits values: all reds, all greens, all blues, 0 to 65535; for palette images. */
  readonly colorMap: readonly number[];
  readonly jpegTables: readonly number[];
  /** Of CCITT compression: whether rows of Group 3 refer to those above, and whether the bits of bytes are reversed. */
  readonly ccitt: { readonly twoDimensional: boolean; readonly reversed: boolean };
  /** Of images stored as YCbCr. */
  readonly ycbcr: YcbcrVariant;
  /** Of samples of 16 bits, how many bits are in use, where a tag tells the largest sample. */
  readonly bitsInUse: number | undefined;
}

/**
 * The layout of an image that is read whole.
 * @throws AppError image-broken, image-too-large, format-variant
 */
export function readTiffLayout(directory: TiffDirectory, fileBytes: number): TiffLayout {
  const list = (tag: Tag) => directory.values.get(tag) ?? [];
  checkDimensions(list(TAG.imageWidth)[0] ?? 0, list(TAG.imageLength)[0] ?? 0);
  const layout = readPixelLayout(directory);
  checkMemory(tiffMemory(layout, fileBytes));
  checkBlocks(layout, directory, fileBytes);
  return layout;
}

/**
 * Bytes that lie in memory together while an image is read: the file; its samples, and those of 16 bits as bytes; a block
 * as it is cut out, unpacked and read as numbers, with what its codec needs; the image as RGB.
 */
function tiffMemory(layout: TiffLayout, fileBytes: number): number {
  const { width, height, bits, compression, blockWidth, blockHeight, blockBytes } = layout;
  const samples = keptSamples(layout) * (bits === 16 ? 3 : 1);
  const numbers = bits === 8 ? 0 : blockBytes * (bits === 16 ? 1 : 8 / bits);
  const unpacked = compression === COMPRESSION.none ? 0 : blockBytes;
  const codec = blockWidth * blockHeight * (CODEC_BYTES.get(compression) ?? 0);
  // Colours that were looked up wait for their alpha.
  const looked = layout.photometric === PHOTOMETRIC.palette && layout.alpha !== 'none' ? 4 : 0;
  return fileBytes + width * height * (samples + looked + RGB_TWICE) + blockBytes + unpacked + numbers + codec;
}

/**
 * The layout of an image whose size, and the places of whose blocks, are still to be checked.
 * @throws AppError image-broken, format-variant
 */
export function readPixelLayout(directory: TiffDirectory): TiffLayout {
  const list = (tag: Tag) => directory.values.get(tag) ?? [];
  const one = (tag: Tag, otherwise: number) => list(tag)[0] ?? otherwise;
  const width = one(TAG.imageWidth, 0);
  const height = one(TAG.imageLength, 0);
  const samples = one(TAG.samplesPerPixel, 1);
  const bits = one(TAG.bitsPerSample, 1);
  // Three samples and no word on them are red, green and blue.
  const untold = samples >= 3 ? PHOTOMETRIC.rgb : PHOTOMETRIC.blackIsZero;
  const tiled = isTiled(directory);
  const planar = one(TAG.planarConfiguration, 1) === 2;
  const blockWidth = tiled ? one(TAG.tileWidth, 0) : width;
  const blockHeight = tiled ? one(TAG.tileLength, 0) : Math.min(one(TAG.rowsPerStrip, height) || height, height);
  const layout: TiffLayout = {
    width,
    height,
    orientation: asOrientation(list(TAG.orientation)[0]),
    bits,
    samples,
    compression: one(TAG.compression, COMPRESSION.none),
    photometric: isByLibvips(directory) ? PHOTOMETRIC.ycbcr : one(TAG.photometric, untold),
    alpha: alphaKind(samples, one(TAG.photometric, untold), list(TAG.extraSamples)),
    planar,
    predicted: one(TAG.predictor, 1) === 2,
    blockWidth,
    blockHeight,
    blockBytes: Math.ceil((blockWidth * (planar ? 1 : samples) * bits) / 8) * blockHeight,
    colorMap: list(TAG.colorMap),
    jpegTables: list(TAG.jpegTables),
    ccitt: { twoDimensional: (one(TAG.t4Options, 0) & 1) === 1, reversed: one(TAG.fillOrder, 1) === 2 },
    ycbcr: readYcbcr(list(TAG.ycbcrCoefficients), list(TAG.referenceBlackWhite)),
    bitsInUse: bits === 16 ? taggedBits([...list(TAG.sMaxSampleValue), ...list(TAG.maxSampleValue)]) : undefined,
  };
  checkVariant(layout, directory);
  return layout;
}

/** Columns and rows of the tiles that a file does not store, which are background. */
export function missingTiles(directory: TiffDirectory, layout: TiffLayout): { x: number; y: number }[] {
  const { byteCounts } = blockLists(directory);
  const columns = Math.ceil(layout.width / layout.blockWidth);
  const rows = Math.ceil(layout.height / layout.blockHeight);
  const places = Array.from({ length: columns * rows }, (_, i) => ({ x: i % columns, y: Math.floor(i / columns) }));
  return places.filter((_, i) => byteCounts[i] === 0);
}

/**
 * Whether a file in lossy JPEG 2000 is libvips': it names no software, as other writers of this compression do
 * (Bio-Formats, tifffile), and describes its image in XML of its own, if at all.
 */
function isByLibvips({ values, hasSoftware, description }: TiffDirectory): boolean {
  return (
    values.get(TAG.compression)?.[0] === COMPRESSION.lossyJpeg2000 &&
    values.get(TAG.photometric)?.[0] === PHOTOMETRIC.rgb &&
    !hasSoftware &&
    (description === '' || description.includes('vips'))
  );
}

/** By the size of tiles: some writers put their places under the tags of strips. */
export function isTiled({ values }: TiffDirectory): boolean {
  return values.has(TAG.tileWidth) && values.has(TAG.tileLength);
}

/** The places of the blocks, under whichever tags they stand. */
export function blockLists(directory: TiffDirectory): { offsets: readonly number[]; byteCounts: readonly number[] } {
  const list = (tag: Tag, otherTag: Tag) => directory.values.get(tag) ?? directory.values.get(otherTag) ?? [];
  return isTiled(directory)
    ? {
        offsets: list(TAG.tileOffsets, TAG.stripOffsets),
        byteCounts: list(TAG.tileByteCounts, TAG.stripByteCounts),
      }
    : {
        offsets: list(TAG.stripOffsets, TAG.tileOffsets),
        byteCounts: list(TAG.stripByteCounts, TAG.tileByteCounts),
      };
}

/** By the largest sample; 0 stands for none, as writers use it. */
function taggedBits(most: readonly number[]): number | undefined {
  const largest = Math.max(0, ...most);
  return largest > 0 && largest <= 65_535 ? bitsInUse(largest) : undefined;
}

/** Samples of a pixel that are read: its colours, and alpha. */
export function keptSamples({ photometric, alpha }: TiffLayout): number {
  return colourSamples(photometric) + (alpha === 'none' ? 0 : 1);
}

function colourSamples(photometric: number): 1 | 3 {
  return photometric === PHOTOMETRIC.rgb || photometric === PHOTOMETRIC.ycbcr ? 3 : 1;
}

/** Blocks of JPEG and JPEG 2000 come out as RGB, except where each component is a stream of its own. */
export function isStoredAsYcbcr({ photometric, compression, planar }: TiffLayout): boolean {
  const becomesRgb = compression === COMPRESSION.jpeg || isJpeg2000(compression);
  return photometric === PHOTOMETRIC.ycbcr && (!becomesRgb || planar);
}

function alphaKind(samples: number, photometric: number, extraSamples: readonly number[]): TiffLayout['alpha'] {
  const extra = samples - colourSamples(photometric);
  if (extra < 1) return 'none';
  // Files with one sample too many and no word on it mean alpha; 0 says outright that it is something else.
  const kind = extraSamples[0] ?? (extra === 1 && photometric !== PHOTOMETRIC.palette ? 2 : 0);
  return kind === 1 ? 'multiplied' : kind === 2 ? 'straight' : 'none';
}

function checkVariant(layout: TiffLayout, { values }: TiffDirectory): void {
  const { bits, samples, compression, photometric } = layout;
  const variant = (detail: string) => new AppError('format-variant', `TIFF with ${detail}`);
  const knows = (numbers: object, value: number) => Object.values(numbers).includes(value);
  if (compression === OLD_JPEG) throw variant('old-style JPEG');
  if (!knows(COMPRESSION, compression)) throw variant(`compression ${compression}`);
  if (photometric === CMYK) throw variant('CMYK colours');
  if (!knows(PHOTOMETRIC, photometric)) throw variant(`photometric interpretation ${photometric}`);
  if (![1, 2, 4, 8, 16].includes(bits)) throw variant(`${bits} bits a sample`);
  if ((values.get(TAG.bitsPerSample) ?? []).slice(0, samples).some((other) => other !== bits))
    throw variant('samples of several depths');
  // geotiff unpacks less than a byte for single samples only.
  if (bits < 8 && samples > 1 && !layout.planar) throw variant(`${samples} samples of ${bits} bits`);
  if ((values.get(TAG.sampleFormat) ?? []).some((format) => format !== 1))
    throw variant('samples that are no whole numbers');
  if ((values.get(TAG.predictor)?.[0] ?? 1) > 2) throw variant('floating point prediction');
  if (layout.predicted && bits < 8) throw variant(`prediction of ${bits} bits`);
  if (CCITT.has(compression) && (bits !== 1 || samples !== 1))
    throw variant(`CCITT of ${samples} samples of ${bits} bits`);
  if ((values.get(TAG.fillOrder)?.[0] ?? 1) !== 1 && !CCITT.has(compression)) throw variant('reversed bits');
  if (samples < colourSamples(photometric)) throw new AppError('image-broken', `TIFF with ${samples} samples`);
  if (samples > 16) throw variant(`${samples} samples a pixel`);
  if (photometric === PHOTOMETRIC.palette) checkPalette(layout);
  if (compression === COMPRESSION.jpeg && (bits !== 8 || (!layout.planar && ![1, 3, 4].includes(samples)))) {
    throw variant(`JPEG of ${samples} samples`);
  }
  if (compression === COMPRESSION.webp && (bits !== 8 || layout.planar || samples < 3 || samples > 4)) {
    throw variant(`WebP of ${samples} samples`);
  }
  if (isJpeg2000(compression) && (bits !== 8 || (!layout.planar && samples !== 1 && samples !== 3))) {
    throw variant(`JPEG 2000 of ${samples} samples`);
  }
  if (isStoredAsYcbcr(layout)) {
    const subsampling = values.get(TAG.ycbcrSubSampling) ?? [2, 2];
    if (bits !== 8 || subsampling.some((factor) => factor !== 1)) throw variant('subsampled YCbCr');
  }
}

/** By YCbCrCoefficients and ReferenceBlackWhite (TIFF 6.0, sections 20 and 21), as far as they make sense. */
function readYcbcr(coefficients: readonly number[], references: readonly number[]): YcbcrVariant {
  const [red = 0, green = 0, blue = 0] = coefficients;
  const areLumas = coefficients.length === 3 && coefficients.every((it) => it > 0 && it < 1);
  const areRanges =
    references.length === 6 && [0, 2, 4].every((at) => (references[at + 1] ?? 0) > (references[at] ?? 0));
  return {
    ...BT_601,
    ...(areLumas && { luma: [red, green, blue] as const }),
    ...(areRanges && { references }),
  };
}

function checkPalette({ bits, colorMap }: TiffLayout): void {
  if (colorMap.length < 3 * 2 ** bits) throw new AppError('image-broken', 'the TIFF palette is not complete');
}

/**
 * Refuses blocks that lie outside of the file or would together decode to far more than the image, and strips that are
 * missing; of tiles, some may be.
 */
function checkBlocks(layout: TiffLayout, directory: TiffDirectory, fileBytes: number): void {
  const { width, height, samples, planar, blockWidth, blockHeight, blockBytes } = layout;
  const { offsets, byteCounts } = blockLists(directory);
  checkDimensions(blockWidth, blockHeight);
  const blocks = Math.ceil(width / blockWidth) * Math.ceil(height / blockHeight) * (planar ? samples : 1);
  if (blocks * blockWidth * blockHeight > 4 * MAX_PIXELS * (planar ? samples : 1)) {
    throw new AppError('image-too-large', `${blocks} blocks of ${blockWidth} x ${blockHeight} pixels`);
  }
  if (offsets.length < blocks || byteCounts.length < blocks)
    throw new AppError('image-broken', 'TIFF blocks are missing');
  const mayMiss = isTiled(directory);
  let compressedBytes = 0;
  for (let i = 0; i < blocks; i++) {
    const bytes = byteCounts[i] as number;
    if (bytes === 0 && mayMiss) continue;
    const inside = bytes > 0 && (offsets[i] as number) + bytes <= fileBytes;
    if (!inside) throw new AppError('image-broken', `TIFF block ${i} lies outside of the file`);
    compressedBytes += bytes;
  }
  if (compressedBytes === 0) throw new AppError('image-broken', 'TIFF blocks are missing');
  // Blocks may share their bytes, but not so that a small file claims gigabytes.
  if (compressedBytes > fileBytes + 2 * blocks * blockBytes) throw new AppError('image-broken', 'TIFF blocks overlap');
}
