import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { Resolution } from '../../base/slide.ts';
import { toImageError } from '../image-errors.ts';
import { forceColours, readJpegHeader } from '../jpeg-header.ts';
import { loadDecoder } from '../load-decoder.ts';
import { decodeWithMozjpeg } from '../mozjpeg.ts';
import { samplesToRgb } from '../samples-to-rgb.ts';
import { ycbcrToRgb } from '../ycbcr.ts';
import type { ByteRanges } from './byte-ranges.ts';
import { DicomFrames } from './dicom-frames.ts';
import type { DicomHeader } from './dicom-header.ts';
import { frameAt, proveOrder } from './dicom-order.ts';
import { recordedResolution } from './microns.ts';
import { checkLevel, type StoredLevel } from './slide-levels.ts';

/** How frames are compressed, by the transfer syntax. */
const COMPRESSION: ReadonlyMap<string, 'none' | 'JPEG' | 'JPEG 2000'> = new Map([
  ['1.2.840.10008.1.2', 'none'],
  ['1.2.840.10008.1.2.1', 'none'],
  ['1.2.840.10008.1.2.4.50', 'JPEG'],
  ['1.2.840.10008.1.2.4.51', 'JPEG'],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000'],
  ['1.2.840.10008.1.2.4.91', 'JPEG 2000'],
]);

/** One resolution of a slide: the frames of one instance. */
export interface DicomLevel extends StoredLevel {
  readonly compression: string;
  readonly resolution: Resolution;
  /** The tile, or undefined where the file stores none. */
  decodeTile(column: number, row: number): Promise<RgbImage | undefined>;
}

/** @throws AppError image-broken, slide-variant, slide-order-unknown, file-unreadable */
export async function openDicomLevel(source: ByteRanges, header: DicomHeader): Promise<DicomLevel> {
  const level: StoredLevel = {
    width: header.totalColumns,
    height: header.totalRows,
    tileWidth: header.columns,
    tileHeight: header.rows,
  };
  checkLevel(level);
  const compression = checkVariant(header);
  const frames = new DicomFrames(source, header);
  const decodeFrame = async (frame: number) => decode(await frames.read(frame), header);
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

function resolutionOf({ spacing }: DicomHeader): Resolution {
  return recordedResolution(spacing && spacing.across * 1000, spacing && spacing.down * 1000);
}

function checkVariant({ transferSyntax, bits, samples, photometric, planes, concatenated }: DicomHeader): string {
  const variant = (detail: string) => new AppError('slide-variant', `DICOM with ${detail}`);
  const compression = COMPRESSION.get(transferSyntax);
  if (!compression) throw variant(`transfer syntax ${transferSyntax}`);
  if (bits !== 8) throw variant(`${bits} bits a sample`);
  if (samples !== 1 && samples !== 3) throw variant(`${samples} samples a pixel`);
  if (samples === 1 && photometric !== 'MONOCHROME2') throw variant(`colours as ${photometric}`);
  if (compression === 'none' && samples === 3 && photometric !== 'RGB' && photometric !== 'YBR_FULL') {
    throw variant(`colours as ${photometric}`);
  }
  if (planes !== 1) throw variant('several focal planes or optical paths');
  if (concatenated) throw variant('an image that is split over files');
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
  const { width, height, components, data, convertedToRgb } = await decodeJpeg2000(frame);
  checkSize({ width, height, components }, header);
  if (components === 3 && header.photometric.startsWith('YBR_FULL') && !convertedToRgb) ycbcrToRgb(data, 3);
  return samplesToRgb({ width, height, channels: components, data });
}

function decodeRawFrame(frame: Uint8Array<ArrayBuffer>, header: DicomHeader): RgbImage {
  const { columns, rows, samples } = header;
  const data = header.planar && samples === 3 ? interleave(frame) : frame;
  if (header.photometric === 'YBR_FULL') ycbcrToRgb(data, 3);
  return samplesToRgb({ width: columns, height: rows, channels: samples === 1 ? 1 : 3, data });
}

/** Three planes, one after another, to three samples a pixel. */
function interleave(planes: Uint8Array): Uint8Array<ArrayBuffer> {
  const pixels = planes.length / 3;
  return Uint8Array.from(planes, (_, i) => planes[(i % 3) * pixels + Math.floor(i / 3)] as number);
}

function checkSize(
  { width, height, components }: { width: number; height: number; components: number },
  { columns, rows, samples }: DicomHeader,
): void {
  if (width !== columns || height !== rows || components !== samples) {
    throw new AppError('image-broken', `a frame of ${width} x ${height} x ${components} in DICOM`);
  }
}
