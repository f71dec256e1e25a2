import createModule from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { AppError } from '../base/errors.ts';
import { checkDimensions } from './image-limits.ts';
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
}

/**
 * Decodes a JPEG 2000 codestream, alone or in a JP2 file, with OpenJPEG.
 * Chroma of fewer samples is repeated, as OpenSlide does it.
 * @throws AppError image-broken, format-variant, image-too-large, decoder-unreachable; whatever the codec throws
 */
export async function decodeJpeg2000(bytes: Uint8Array): Promise<Jpeg2000Pixels> {
  const stream = findCodestream(bytes);
  const size = readSize(stream);
  const { width, height, components } = size;
  const { pixels, messages } = await codec.run((module) => ({ width, height, data: decode(module, stream) }));
  const damage = messages.find((message) => DAMAGE.test(message));
  if (damage) throw new AppError('image-broken', damage);
  if (pixels.data.length !== width * height * components) {
    throw new AppError('image-broken', `${pixels.data.length} bytes of JPEG 2000 for ${width} x ${height} pixels`);
  }
  const data = new Uint8Array(pixels.data.buffer, pixels.data.byteOffset, pixels.data.length);
  return { width, height, components, data: spreadChroma(data, size) };
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
  /** Pixels that a sample of the second and third component spans, across and down. */
  readonly chromaX: number;
  readonly chromaY: number;
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
  if (view.getUint32(16) !== 0 || view.getUint32(20) !== 0) throw variant('an offset');
  const steps = Array.from({ length: components }, (_, i) => readComponent(view, 42 + i * 3));
  const whole = { x: 1, y: 1 };
  const [first = whole, chroma = whole, other = whole] = steps;
  if (first.x !== 1 || first.y !== 1 || chroma.x !== other.x || chroma.y !== other.y) {
    throw variant('components of unusual sizes');
  }
  return { width, height, components, chromaX: chroma.x, chromaY: chroma.y };
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

/**
 * Brings chroma to the size of the image. The codec's wrapper copies each component from its start as if it had the
 * size of the image: sample i of a smaller one comes at pixel i, and what follows its last sample means nothing.
 */
function spreadChroma(data: Uint8Array<ArrayBuffer>, size: StreamSize): Uint8Array<ArrayBuffer> {
  const { width, height, components, chromaX, chromaY } = size;
  if (components === 1 || (chromaX === 1 && chromaY === 1)) return data;
  const spread = data.slice();
  const chromaWidth = Math.ceil(width / chromaX);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const from = (Math.floor(y / chromaY) * chromaWidth + Math.floor(x / chromaX)) * 3;
      spread[to + 1] = data[from + 1] as number;
      spread[to + 2] = data[from + 2] as number;
    }
  }
  return spread;
}
