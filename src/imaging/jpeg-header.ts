import { AppError } from '../base/errors.ts';
import { concatenate } from './concatenate.ts';
import { readExifOrientation } from './exif-orientation.ts';
import type { Orientation } from './orientation.ts';

const SOS = 0xda;
const EOI = 0xd9;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP14 = 0xee;
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
  for (const { marker, offset, body } of segments(bytes)) {
    if (marker === APP1 && startsWith(body, EXIF_PREFIX)) {
      orientation = readExifOrientation(body.subarray(EXIF_PREFIX.length));
    } else if ((marker === APP0 && startsWith(body, 'JFIF')) || (marker === APP14 && startsWith(body, 'Adobe'))) {
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
  return Uint8Array.of(0xff, APP14, 0, 14, ...ADOBE, ...version, colours === 'ycbcr' ? 1 : 0);
}

interface Segment {
  readonly marker: number;
  /** Of the marker's first byte. */
  readonly offset: number;
  readonly body: Uint8Array;
}

function* segments(bytes: Uint8Array): Generator<Segment> {
  let offset = 2;
  while (offset + 4 <= bytes.length) {
    if (bytes[offset] !== 0xff) return;
    const marker = bytes[offset + 1] as number;
    if (marker === 0xff) {
      offset++;
      continue;
    }
    if (marker === SOS || marker === EOI) return;
    const length = ((bytes[offset + 2] as number) << 8) | (bytes[offset + 3] as number);
    yield { marker, offset, body: bytes.subarray(offset + 4, offset + 2 + length) };
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
