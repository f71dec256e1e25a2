import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { Resolution } from '../../base/slide.ts';
import { toImageError } from '../image-errors.ts';
import { forceColours, readJpegHeader } from '../jpeg-header.ts';
import type { Jpeg2000Pixels } from '../jpeg2000-header.ts';
import { loadDecoder } from '../load-decoder.ts';
import { decodeWithMozjpeg } from '../mozjpeg.ts';
import { samplesToRgb } from '../samples-to-rgb.ts';
import { unpackPackBits } from '../tiff-codecs.ts';
import { ycbcrToRgb } from '../ycbcr.ts';
import type { ByteRanges } from './byte-ranges.ts';
import { DicomFrames } from './dicom-frames.ts';
import type { DicomHeader } from './dicom-header.ts';
import { frameAt, proveOrder } from './dicom-order.ts';
import { recordedResolution } from './microns.ts';
import { checkLevel, type StoredLevel } from './slide-levels.ts';

/** How frames are compressed, by the transfer syntax. */
const COMPRESSION: ReadonlyMap<string, 'uncompressed' | 'run lengths' | 'JPEG' | 'JPEG-LS' | 'JPEG 2000' | 'HTJ2K'> =
  new Map([
    ['1.2.840.10008.1.2', 'uncompressed'],
    ['1.2.840.10008.1.2.1', 'uncompressed'],
    ['1.2.840.10008.1.2.5', 'run lengths'],
    ['1.2.840.10008.1.2.4.50', 'JPEG'],
    ['1.2.840.10008.1.2.4.51', 'JPEG'],
    ['1.2.840.10008.1.2.4.80', 'JPEG-LS'],
    ['1.2.840.10008.1.2.4.81', 'JPEG-LS'],
    ['1.2.840.10008.1.2.4.90', 'JPEG 2000'],
    ['1.2.840.10008.1.2.4.91', 'JPEG 2000'],
    ['1.2.840.10008.1.2.4.201', 'HTJ2K'],
    ['1.2.840.10008.1.2.4.202', 'HTJ2K'],
    ['1.2.840.10008.1.2.4.203', 'HTJ2K'],
  ]);

/** One resolution of a slide: the frames of one instance. */
export interface DicomLevel extends StoredLevel {
  readonly compression: string;
  readonly resolution: Resolution;
  /** The tile, or undefined where the file stores none. */
  decodeTile(column: number, row: number): Promise<RgbImage | undefined>;
}

/** An instance that holds a level, or a part of its frames (DICOM PS3.3, C.7.6.16.2.2.4: concatenations). */
export interface DicomPart {
  readonly source: ByteRanges;
  readonly header: DicomHeader;
}

/** @throws AppError image-broken, slide-variant, slide-order-unknown, file-unreadable */
export async function openDicomLevel(parts: readonly [DicomPart, ...DicomPart[]]): Promise<DicomLevel> {
  const ordered = inOrder(parts);
  const header = joined(ordered);
  const level: StoredLevel = {
    width: header.totalColumns,
    height: header.totalRows,
    tileWidth: header.columns,
    tileHeight: header.rows,
  };
  checkLevel(level);
  const compression = checkVariant(header);
  const files = ordered.map((part) => ({ frames: new DicomFrames(part.source, part.header), ...before(part) }));
  const decodeFrame = async (frame: number) => {
    const file = files.findLast(({ framesBefore }) => framesBefore <= frame) as (typeof files)[number];
    return decode(await file.frames.read(frame - file.framesBefore), header);
  };
  const findFrame = await placeFrames(level, header, decodeFrame);
  return {
    ...level,
    compression,
    resolution: resolutionOf(header),
    decodeTile: async (column, row) => {
      const frame = findFrame(column, row);
      return frame === undefined ? undefined : decodeFrame(frame);
    },
  };
}

function before({ header }: DicomPart): { readonly framesBefore: number } {
  return { framesBefore: header.concatenation?.framesBefore ?? 0 };
}

/** @throws AppError slide-incomplete where a part is missing or there twice */
function inOrder(parts: readonly [DicomPart, ...DicomPart[]]): [DicomPart, ...DicomPart[]] {
  const ordered = parts.toSorted((a, b) => before(a).framesBefore - before(b).framesBefore);
  let frames = 0;
  for (const part of ordered) {
    const { parts: declared = parts.length } = part.header.concatenation ?? {};
    if (before(part).framesBefore !== frames || declared !== parts.length) {
      throw new AppError(
        'slide-incomplete',
        'DICOM image that is split over files, of which one is missing or there twice',
      );
    }
    frames += part.header.frames;
  }
  return ordered as [DicomPart, ...DicomPart[]];
}

/** The header of the whole image. */
function joined([first, ...others]: readonly [DicomPart, ...DicomPart[]]): DicomHeader {
  const frames = others.reduce((sum, { header }) => sum + header.frames, first.header.frames);
  const positions = [first, ...others].flatMap(({ header }) => header.positions);
  for (const { header } of others) {
    for (const name of ALIKE) {
      if (header[name] !== first.header[name]) throw new AppError('image-broken', `DICOM parts that differ in ${name}`);
    }
  }
  return { ...first.header, frames, positions };
}

/** What all parts of an image have in common. */
const ALIKE = [
  'transferSyntax',
  'organization',
  'photometric',
  'samples',
  'bits',
  'bitsStored',
  'planar',
  'rows',
  'columns',
  'totalRows',
  'totalColumns',
] as const;

function resolutionOf({ spacing }: DicomHeader): Resolution {
  return recordedResolution(spacing && spacing.across * 1000, spacing && spacing.down * 1000);
}

function checkVariant(header: DicomHeader): string {
  const { transferSyntax, bits, bitsStored, isSigned, samples, photometric, planes } = header;
  const variant = (detail: string) => new AppError('slide-variant', `DICOM with ${detail}`);
  const compression = COMPRESSION.get(transferSyntax);
  if (!compression) throw variant(`transfer syntax ${transferSyntax}`);
  const isRaw = compression === 'uncompressed' || compression === 'run lengths';
  // What comes out of JPEG-LS are the samples as they were.
  const keepsColours = isRaw || compression === 'JPEG-LS';
  if (bits !== 8 && !(bits === 16 && isRaw)) throw variant(`${bits} bits a sample in ${compression}`);
  if (isSigned || bitsStored < 8 || bitsStored > bits) throw variant(`${bitsStored} bits of ${bits}, or signs`);
  if (samples !== 1 && samples !== 3) throw variant(`${samples} samples a pixel`);
  if (samples === 1 && photometric !== 'MONOCHROME2') throw variant(`colours as ${photometric}`);
  if (keepsColours && samples === 3 && photometric !== 'RGB' && photometric !== 'YBR_FULL') {
    throw variant(`colours as ${photometric}`);
  }
  if (planes !== 1) throw variant('several focal planes or optical paths');
  if (bits === 16 && photometric === 'YBR_FULL') throw variant('colours as YBR_FULL in 16 bits');
  return compression;
}

type FindFrame = (column: number, row: number) => number | undefined;

/**
 * Which frame holds which tile: by their positions (TILED_SPARSE), by the standard's order (TILED_FULL), or by the
 * order that the padding proves.
 */
async function placeFrames(
  level: StoredLevel,
  header: DicomHeader,
  decodeFrame: (frame: number) => Promise<RgbImage>,
): Promise<FindFrame> {
  if (header.organization !== 'TILED_FULL' && header.positions.length > 0) return placeByPosition(level, header);
  const tiles = Math.ceil(level.width / level.tileWidth) * Math.ceil(level.height / level.tileHeight);
  if (header.frames !== tiles) {
    throw new AppError('slide-order-unknown', `${header.frames} frames without positions for ${tiles} tiles`);
  }
  const isFull = header.organization === 'TILED_FULL' || tiles === 1;
  const order = isFull ? 'rows' : await proveOrder(level, decodeFrame);
  if (!order) throw new AppError('slide-order-unknown', 'neither TILED_FULL nor positions of frames');
  return (column, row) => frameAt(level, order, column, row);
}

function placeByPosition(level: StoredLevel, { frames, positions }: DicomHeader): FindFrame {
  const columns = Math.ceil(level.width / level.tileWidth);
  const rows = Math.ceil(level.height / level.tileHeight);
  if (positions.length !== frames) {
    throw new AppError('slide-order-unknown', `positions of ${positions.length} frames of ${frames}`);
  }
  const frameOf = new Int32Array(columns * rows).fill(-1);
  for (let frame = 0; frame < frames; frame++) {
    const position = positions[frame];
    const column = ((position?.column ?? 0) - 1) / level.tileWidth;
    const row = ((position?.row ?? 0) - 1) / level.tileHeight;
    if (!Number.isInteger(column) || !Number.isInteger(row)) {
      throw new AppError('slide-variant', 'DICOM with frames that do not lie on a grid');
    }
    if (column < 0 || row < 0 || column >= columns || row >= rows) {
      throw new AppError('image-broken', `DICOM frame ${frame} lies outside of the image`);
    }
    if (frameOf[row * columns + column] !== -1) {
      throw new AppError('slide-variant', 'DICOM with several frames at one place');
    }
    frameOf[row * columns + column] = frame;
  }
  return (column, row) => {
    const frame = frameOf[row * columns + column] as number;
    return frame < 0 ? undefined : frame;
  };
}

async function decode(frame: Uint8Array<ArrayBuffer>, header: DicomHeader): Promise<RgbImage> {
  try {
    switch (COMPRESSION.get(header.transferSyntax)) {
      case 'JPEG':
        return await decodeJpegFrame(frame, header);
      case 'JPEG 2000':
        return await decodeJpeg2000Frame(frame, header);
      case 'HTJ2K':
        return await decodeHtj2kFrame(frame, header);
      case 'JPEG-LS':
        return await decodeJpegLsFrame(frame, header);
      case 'run lengths':
        return decodeRawFrame(unpackRunLengths(frame, header), { ...header, planar: true });
      default:
        return decodeRawFrame(frame, header);
    }
  } catch (thrown) {
    throw toImageError(thrown);
  }
}

/** A stream's own word on its colours (JFIF, Adobe) goes before the file's, which is often wrong of them. */
async function decodeJpegFrame(frame: Uint8Array, header: DicomHeader): Promise<RgbImage> {
  const stream = readJpegHeader(frame);
  checkSize(stream, header);
  const isRgb = header.photometric === 'RGB' && !stream.tellsColours;
  const pixels = await decodeWithMozjpeg(isRgb ? forceColours(frame, stream, 'rgb') : frame);
  return samplesToRgb({ ...pixels, channels: 4 });
}

async function decodeJpeg2000Frame(frame: Uint8Array, header: DicomHeader): Promise<RgbImage> {
  const { decodeJpeg2000 } = await loadDecoder(() => import('../decode-jpeg2000.ts'));
  return jpeg2000ToRgb(await decodeJpeg2000(frame), header);
}

async function decodeHtj2kFrame(frame: Uint8Array, header: DicomHeader): Promise<RgbImage> {
  const { decodeHtj2k } = await loadDecoder(() => import('../decode-htj2k.ts'));
  return jpeg2000ToRgb(await decodeHtj2k(frame), header);
}

async function decodeJpegLsFrame(frame: Uint8Array, header: DicomHeader): Promise<RgbImage> {
  const { decodeJpegLs } = await loadDecoder(() => import('../decode-jpeg-ls.ts'));
  const { width, height, components, data, planar } = await decodeJpegLs(frame);
  checkSize({ width, height, components }, header);
  return decodeRawFrame(data, { ...header, planar });
}

function jpeg2000ToRgb(pixels: Jpeg2000Pixels, header: DicomHeader): RgbImage {
  const { width, height, components, data, convertedToRgb } = pixels;
  checkSize({ width, height, components }, header);
  if (components === 3 && header.photometric.startsWith('YBR_FULL') && !convertedToRgb) ycbcrToRgb(data, 3);
  return samplesToRgb({ width, height, channels: components, data });
}

function decodeRawFrame(frame: Uint8Array<ArrayBuffer>, header: DicomHeader): RgbImage {
  const { columns, rows, samples, bits, bitsStored } = header;
  const stored = bits === 16 ? littleEndian16(frame) : frame;
  const data = header.planar && samples === 3 ? interleave(stored) : stored;
  if (header.photometric === 'YBR_FULL') ycbcrToRgb(data, 3);
  return samplesToRgb({ width: columns, height: rows, channels: samples === 1 ? 1 : 3, data, bits: bitsStored });
}

function littleEndian16(bytes: Uint8Array): Uint16Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getUint16(i * 2, true));
}

/** Three planes, one after another, to three samples a pixel. */
function interleave<Samples extends Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>>(planes: Samples): Samples {
  const pixels = planes.length / 3;
  const out = planes.slice() as Samples;
  for (let i = 0; i < out.length; i++) out[i] = planes[(i % 3) * pixels + Math.floor(i / 3)] as number;
  return out;
}

/** Bytes of the table before the segments: their number, and where up to 15 of them start. */
const RUN_LENGTH_HEADER = 64;

/**
 * Planes of samples from a segment for each byte of a sample, the most significant first (DICOM PS3.5, annex G).
 * @returns Samples in little-endian order, plane after plane.
 */
function unpackRunLengths(frame: Uint8Array, { columns, rows, samples, bits }: DicomHeader): Uint8Array<ArrayBuffer> {
  const sampleBytes = bits / 8;
  const segments = samples * sampleBytes;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < RUN_LENGTH_HEADER || view.getUint32(0, true) !== segments) {
    throw new AppError('image-broken', 'a DICOM frame in run lengths without its segments');
  }
  const pixels = columns * rows;
  const out = new Uint8Array(pixels * segments);
  for (let segment = 0; segment < segments; segment++) {
    const start = view.getUint32(4 + 4 * segment, true);
    const end = segment + 1 < segments ? view.getUint32(8 + 4 * segment, true) : frame.length;
    const plane = unpackPackBits(frame.subarray(start, end), pixels);
    if (plane.length !== pixels) throw new AppError('image-broken', 'a DICOM frame in run lengths is cut off');
    const sample = Math.floor(segment / sampleBytes);
    const byte = sampleBytes - 1 - (segment % sampleBytes);
    for (let i = 0; i < pixels; i++) out[(sample * pixels + i) * sampleBytes + byte] = plane[i] as number;
  }
  return out;
}

function checkSize(
  { width, height, components }: { width: number; height: number; components: number },
  { columns, rows, samples }: DicomHeader,
): void {
  if (width !== columns || height !== rows || components !== samples) {
    throw new AppError('image-broken', `a frame of ${width} x ${height} x ${components} in DICOM`);
  }
}
