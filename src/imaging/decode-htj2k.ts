import createModule from '@cornerstonejs/codec-openjph/wasmjs';
import { AppError } from '../base/errors.ts';
import { type Jpeg2000Pixels, readStreamSize } from './jpeg2000-header.ts';
import { WasmCodec } from './wasm-codec.ts';

interface Openjph {
  readonly HTJ2KDecoder: new () => {
    getEncodedBuffer(bytes: number): Uint8Array;
    decode(): void;
    getDecodedBuffer(): Uint8Array<ArrayBuffer>;
    delete(): void;
  };
}

const codec = new WasmCodec<Openjph>('openjph', createModule);

/**
 * Decodes a codestream of High-Throughput JPEG 2000 (ISO/IEC 15444-15) with OpenJPH.
 * @throws AppError image-broken, format-variant, image-too-large, decoder-unreachable; whatever the codec throws
 */
export async function decodeHtj2k(stream: Uint8Array): Promise<Jpeg2000Pixels> {
  const { width, height, components, subsampled } = readStreamSize(stream);
  if (subsampled) throw new AppError('format-variant', 'HTJ2K with components of several sizes');
  checkEnd(stream);
  const { pixels, messages } = await codec.run((module) => {
    const decoder = new module.HTJ2KDecoder();
    try {
      decoder.getEncodedBuffer(stream.length).set(stream);
      decoder.decode();
      return { width, height, data: decoder.getDecodedBuffer().slice() };
    } finally {
      decoder.delete();
    }
  });
  const damage = messages.find((message) => /^ojph (error|warning)/.test(message));
  if (damage || pixels.data.length !== width * height * components) {
    throw new AppError(
      'image-broken',
      damage ?? `${pixels.data.length} bytes of HTJ2K for ${width} x ${height} pixels`,
    );
  }
  return { width, height, components, data: new Uint8Array(pixels.data.buffer), convertedToRgb: false };
}

/** What is cut off, the codec makes up in silence. A byte of padding may follow the end. */
function checkEnd(stream: Uint8Array): void {
  const end = stream.at(-1) === 0 ? stream.length - 1 : stream.length;
  if (stream[end - 2] !== 0xff || stream[end - 1] !== 0xd9)
    throw new AppError('image-broken', 'the HTJ2K stream is cut off');
}
