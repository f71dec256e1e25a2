import createModule from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { AppError } from '../base/errors.ts';
import { findCodestream, type Jpeg2000Pixels, readStreamSize } from './jpeg2000-header.ts';
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

/**
 * Decodes a JPEG 2000 codestream, alone or in a JP2 file, with OpenJPEG.
 * @throws AppError image-broken, format-variant, image-too-large, decoder-unreachable; whatever the codec throws
 */
export async function decodeJpeg2000(bytes: Uint8Array): Promise<Jpeg2000Pixels> {
  const { bits: _, ...pixels } = await decodeStream(bytes, false);
  return pixels;
}

/** As decodeJpeg2000, and up to 16 bits a sample, as numbers. */
export async function decodeDeepJpeg2000(
  bytes: Uint8Array,
): Promise<Jpeg2000Pixels<Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>>> {
  const { data, bits, ...pixels } = await decodeStream(bytes, true);
  return { ...pixels, data: bits > 8 ? new Uint16Array(data.slice().buffer) : data };
}

async function decodeStream(bytes: Uint8Array, deep: boolean): Promise<Jpeg2000Pixels & { readonly bits: number }> {
  const stream = findCodestream(bytes);
  const { width, height, components, subsampled, bits } = readStreamSize(stream, deep);
  if (subsampled && bits > 8)
    throw new AppError('format-variant', 'JPEG 2000 with fewer samples of chroma, in 16 bits');
  const { pixels, messages } = await codec.run((module) => ({ width, height, data: decode(module, stream) }));
  const damage = messages.find((message) => DAMAGE.test(message));
  if (damage) throw new AppError('image-broken', damage);
  if (pixels.data.length !== width * height * components * (bits > 8 ? 2 : 1)) {
    throw new AppError('image-broken', `${pixels.data.length} bytes of JPEG 2000 for ${width} x ${height} pixels`);
  }
  const data = new Uint8Array(pixels.data.buffer, pixels.data.byteOffset, pixels.data.length);
  return { width, height, components, data, convertedToRgb: subsampled, bits };
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
