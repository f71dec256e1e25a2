import { AppError } from '../base/errors.ts';
import { concatenate } from './concatenate.ts';
import { readExifOrientation } from './exif-orientation.ts';
import type { Orientation } from './orientation.ts';

export const JPEG_MARKER = {
  /** Baseline and extended, whose coefficients come once each. */
  sof0: 0xc0,
  sof1: 0xc1,
  dht: 0xc4,
  rst0: 0xd0,
  rst7: 0xd7,
  soi: 0xd8,
  eoi: 0xd9,
  sos: 0xda,
  dqt: 0xdb,
  dri: 0xdd,
  app0: 0xe0,
  app1: 0xe1,
  app14: 0xee,
} as const;
/** A marker without a segment, which means nothing. */
const TEM = 0x01;

const ADOBE = Array.from('Adobe', (character) => character.charCodeAt(0));
const EXIF_PREFIX = 'Exif\0\0';

/** What a JPEG stream says of itself before its pixels. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /** Colour components: 1 grey, 3 YCbCr or RGB, 4 CMYK or YCCK. */
  readonly components: number;
  readonly orientation: Orientation;
  /** Whether the stream says which colours its components are (JFIF or Adobe marker). */
  readonly tellsColours: boolean;
  /** Where the frame header (SOF marker) starts, in bytes. */
  readonly frameOffset: number;
}

/**
 * Reads the markers up to the frame header.
 * @throws AppError image-broken when there is no frame header, format-variant for lossless, hierarchical, arithmetic or 12-bit JPEG
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  let orientation: Orientation = 1;
  let tellsColours = false;
  for (const { marker, offset, body } of jpegSegments(bytes)) {
    if (marker === JPEG_MARKER.app1 && startsWith(body, EXIF_PREFIX)) {
      orientation = readExifOrientation(body.subarray(EXIF_PREFIX.length));
    } else if (
      (marker === JPEG_MARKER.app0 && startsWith(body, 'JFIF')) ||
      (marker === JPEG_MARKER.app14 && startsWith(body, 'Adobe'))
    ) {
      tellsColours = true;
    } else if (isFrameHeader(marker)) {
      return { ...readFrame(marker, body), orientation, tellsColours, frameOffset: offset };
    }
  }
  throw new AppError('image-broken', 'the JPEG stream has no frame header');
}

/** The stream with a marker that tells the decoder which colours its components are; the last one counts. */
export function forceColours(
  bytes: Uint8Array,
  { frameOffset }: Pick<JpegHeader, 'frameOffset'>,
  colours: 'rgb' | 'ycbcr',
): Uint8Array<ArrayBuffer> {
  return concatenate([bytes.subarray(0, frameOffset), adobeMarker(colours), bytes.subarray(frameOffset)]);
}

function adobeMarker(colours: 'rgb' | 'ycbcr'): Uint8Array {
  const version = [0, 100, 0, 0, 0, 0];
  return Uint8Array.of(0xff, JPEG_MARKER.app14, 0, 14, ...ADOBE, ...version, colours === 'ycbcr' ? 1 : 0);
}

/**
 * The stream without what lies between its segments, and with its end, where only these are missing: what other readers
 * read with a warning. Of what is damaged else, the decoder tells.
 */
export function repairJpeg(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let behind = 2;
  let hasGaps = false;
  let frame: Segment | undefined;
  let scan: Segment | undefined;
  for (const segment of jpegSegments(bytes)) {
    const { marker, offset, body } = segment;
    hasGaps ||= offset !== behind;
    behind = offset + 4 + body.length;
    if (isFrameHeader(marker)) frame = segment;
    if (marker === JPEG_MARKER.sos) {
      scan = segment;
      break;
    }
    parts.push(bytes.subarray(offset, behind));
  }
  if (!frame || !scan) return bytes;
  const ends = bytes.at(-2) === 0xff && bytes.at(-1) === JPEG_MARKER.eoi;
  // Of several scans, one may be what is missing.
  const isOneScan = frame.marker <= JPEG_MARKER.sof1 && scan.body[0] === frame.body[5];
  const end = !ends && isOneScan ? [Uint8Array.of(0xff, JPEG_MARKER.eoi)] : [];
  return hasGaps || end.length > 0 ? concatenate([...parts, bytes.subarray(scan.offset), ...end]) : bytes;
}

export interface Segment {
  readonly marker: number;
  /** Of the marker's first byte. */
  readonly offset: number;
  readonly body: Uint8Array;
}

/** The segments up to the header of the first scan; as decoders do, passes over what lies between them. */
export function* jpegSegments(bytes: Uint8Array): Generator<Segment> {
  let offset = 2;
  while (offset + 4 <= bytes.length) {
    const marker = bytes[offset + 1] as number;
    if (bytes[offset] !== 0xff || marker === 0xff || marker === 0) {
      offset++;
      continue;
    }
    if (marker === JPEG_MARKER.eoi) return;
    if (marker === TEM || (marker >= JPEG_MARKER.rst0 && marker <= JPEG_MARKER.rst7)) {
      offset += 2;
      continue;
    }
    const length = ((bytes[offset + 2] as number) << 8) | (bytes[offset + 3] as number);
    yield { marker, offset, body: bytes.subarray(offset + 4, offset + 2 + length) };
    if (marker === JPEG_MARKER.sos) return;
    offset += 2 + Math.max(2, length);
  }
}

/** SOF0 to SOF15, among which C4, C8 and CC mean something else. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readFrame(marker: number, body: Uint8Array): Pick<JpegHeader, 'width' | 'height' | 'components'> {
  if (body.length < 6) throw new AppError('image-broken', 'the JPEG frame header is cut off');
  const [precision, heightHigh, heightLow, widthHigh, widthLow, components] = body as unknown as FrameBytes;
  // Beyond 0xc2 (baseline, extended and progressive with Huffman codes) the decoder does not go.
  if (marker > 0xc2) throw new AppError('format-variant', `JPEG coding process ${marker - 0xc0}`);
  if (precision !== 8) throw new AppError('format-variant', `JPEG with ${precision} bits a sample`);
  return { width: (widthHigh << 8) | widthLow, height: (heightHigh << 8) | heightLow, components };
}

type FrameBytes = readonly [number, number, number, number, number, number];

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Array.from(text).every((character, at) => bytes[at] === character.charCodeAt(0));
}
