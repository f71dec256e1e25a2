/** What a JPEG 2000 codestream says of itself, of either kind. */
import { AppError } from '../base/errors.ts';
import { checkDimensions, checkMemory } from './image-limits.ts';

/** Decoded components, interleaved, row by row, as the stream has them: grey, RGB or YCbCr. */
export interface Jpeg2000Pixels<Data = Uint8Array<ArrayBuffer>> {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  /** Of 8 bits; of more where that was asked for. */
  readonly data: Data;
  /** True where the stream had fewer samples of chroma, which the codec has spread and converted to RGB. */
  readonly convertedToRgb: boolean;
}

const JP2_SIGNATURE = 0x6a502020;
const JP2_CODESTREAM = 0x6a703263;

/** The stream itself, without the boxes of a JP2 file around it (ISO/IEC 15444-1, annex I). */
export function findCodestream(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(4) !== JP2_SIGNATURE) return bytes;
  for (let at = 0; at + 8 <= bytes.length; ) {
    if (view.getUint32(at + 4) === JP2_CODESTREAM) return bytes.subarray(at + 8);
    at += Math.max(8, view.getUint32(at));
  }
  throw new AppError('image-broken', 'a JP2 file without a codestream');
}

interface StreamSize {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  /** Whether the second and third component have fewer samples than the first. */
  readonly subsampled: boolean;
  /** Of each sample: 8, or up to 16 where that was asked for. */
  readonly bits: number;
}

const SOC_AND_SIZ = 0xff4fff51;

/** Reads the SIZ marker (ISO/IEC 15444-1, A.5.1). @throws AppError image-broken, format-variant, image-too-large */
export function readStreamSize(stream: Uint8Array, deep = false): StreamSize {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (stream.length < 51 || view.getUint32(0) !== SOC_AND_SIZ) {
    throw new AppError('image-broken', 'no JPEG 2000 codestream');
  }
  const width = view.getUint32(8);
  const height = view.getUint32(12);
  checkDimensions(width, height);
  const components = view.getUint16(40);
  if (components !== 1 && components !== 3) throw variant(`${components} components`);
  // Of each sample the codec keeps four bytes twice, tile and image, and gives one, which is copied; of the stream, three.
  checkMemory(3 * stream.length + width * height * components * (2 * 4 + 2 * 2));
  if (view.getUint32(16) !== 0 || view.getUint32(20) !== 0) throw variant('an offset');
  const steps = Array.from({ length: components }, (_, i) => readComponent(view, 42 + i * 3, deep));
  const whole = { x: 1, y: 1, bits: 8 };
  const [first = whole, chroma = whole, other = whole] = steps;
  if (first.x !== 1 || first.y !== 1 || chroma.x !== other.x || chroma.y !== other.y) {
    throw variant('components of unusual sizes');
  }
  if (steps.some(({ bits }) => bits > 8 !== first.bits > 8)) throw variant('components of several depths');
  return { width, height, components, subsampled: chroma.x > 1 || chroma.y > 1, bits: first.bits };
}

function readComponent(view: DataView, at: number, deep: boolean): { x: number; y: number; bits: number } {
  const [depth = 0, x, y] = [0, 1, 2].map((byte) => (at + byte < view.byteLength ? view.getUint8(at + byte) : 0));
  if (depth !== 7 && !(deep && depth > 7 && depth < 16)) throw variant('samples that are no whole numbers of 8 bits');
  if (!x || !y || x > 2 || y > 2) throw variant('components of unusual sizes');
  return { x, y, bits: depth + 1 };
}

function variant(detail: string): AppError {
  return new AppError('format-variant', `JPEG 2000 with ${detail}`);
}
