import createModule from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { AppError } from '../base/errors.ts';
import { checkDimensions, checkMemory } from './image-limits.ts';
import { WasmCodec } from './wasm-codec.ts';

interface Openjpeg {
  readonly J2KDecoder: new () => {
    getEncodedBuffer(bytes: number): Uint8Array;
    /** @param layers How many quality layers are decoded; 0 for all. */
    decodeSubResolution(reduction: number, layers: number): void;
    getDecodedBuffer(): Uint8ClampedArray<ArrayBuffer>;
    delete(): void;
  };
}

const codec = new WasmCodec<Openjpeg>('openjpeg', createModule);

/** What OpenJPEG prints on streams whose pixels it makes up. */
const DAMAGE = /^\[ERROR\]|truncated|not enough|corrupt/i;

/** Decoded components of 8 bits, interleaved, row by row, as the stream has them: grey, RGB or YCbCr. */
export interface Jpeg2000Pixels {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  readonly data: Uint8Array<ArrayBuffer>;
  /** True where the stream had fewer samples of chroma, which the codec has spread and converted to RGB. */
  readonly convertedToRgb: boolean;
}

/**
 * Decodes a JPEG 2000 codestream, alone or in a JP2 file, with OpenJPEG.
 * @throws AppError image-broken, format-variant, image-too-large, decoder-unreachable; whatever the codec throws
 */
export async function decodeJpeg2000(bytes: Uint8Array): Promise<Jpeg2000Pixels> {
  const stream = findCodestream(bytes);
  const { width, height, components, subsampled } = readSize(stream);
  const { pixels, messages } = await codec.run((module) => ({ width, height, data: decode(module, stream) }));
  const damage = messages.find((message) => DAMAGE.test(message));
  if (damage) throw new AppError('image-broken', damage);
  if (pixels.data.length !== width * height * components) {
    throw new AppError('image-broken', `${pixels.data.length} bytes of JPEG 2000 for ${width} x ${height} pixels`);
  }
  const data = new Uint8Array(pixels.data.buffer, pixels.data.byteOffset, pixels.data.length);
  return { width, height, components, data, convertedToRgb: subsampled };
}

function decode(module: Openjpeg, stream: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const decoder = new module.J2KDecoder();
  try {
    decoder.getEncodedBuffer(stream.length).set(stream);
    decoder.decodeSubResolution(0, 0);
    return decoder.getDecodedBuffer();
  } finally {
    decoder.delete();
  }
}

const JP2_SIGNATURE = 0x6a502020;
const JP2_CODESTREAM = 0x6a703263;

/** The stream itself, without the boxes of a JP2 file around it (ISO/IEC 15444-1, annex I). */
function findCodestream(bytes: Uint8Array): Uint8Array {
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
}

const SOC_AND_SIZ = 0xff4fff51;

/** Reads the SIZ marker (ISO/IEC 15444-1, A.5.1). */
function readSize(stream: Uint8Array): StreamSize {
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
  checkMemory(3 * stream.length + width * height * components * (2 * 4 + 2));
  if (view.getUint32(16) !== 0 || view.getUint32(20) !== 0) throw variant('an offset');
  const steps = Array.from({ length: components }, (_, i) => readComponent(view, 42 + i * 3));
  const whole = { x: 1, y: 1 };
  const [first = whole, chroma = whole, other = whole] = steps;
  if (first.x !== 1 || first.y !== 1 || chroma.x !== other.x || chroma.y !== other.y) {
    throw variant('components of unusual sizes');
  }
  return { width, height, components, subsampled: chroma.x > 1 || chroma.y > 1 };
}

function readComponent(view: DataView, at: number): { x: number; y: number } {
  const [depth, x, y] = [0, 1, 2].map((byte) => (at + byte < view.byteLength ? view.getUint8(at + byte) : 0));
  if (depth !== 7) throw variant('samples that are no whole numbers of 8 bits');
  if (!x || !y || x > 2 || y > 2) throw variant('components of unusual sizes');
  return { x, y };
}

function variant(detail: string): AppError {
  return new AppError('format-variant', `JPEG 2000 with ${detail}`);
}
