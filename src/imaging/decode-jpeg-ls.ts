import createModule from '@cornerstonejs/codec-charls/decodewasmjs';
import { AppError } from '../base/errors.ts';
import { checkDimensions, checkMemory } from './image-limits.ts';
import { JPEG_MARKER, jpegSegments } from './jpeg-header.ts';
import { WasmCodec } from './wasm-codec.ts';

interface Charls {
  readonly JpegLSDecoder: new () => {
    getEncodedBuffer(bytes: number): Uint8Array;
    decode(): void;
    getDecodedBuffer(): Uint8Array<ArrayBuffer>;
    /** 0: component after component; 1 and 2: pixel after pixel. */
    getInterleaveMode(): number;
    delete(): void;
  };
  /** The words of a C++ exception, which is thrown as its address. */
  getExceptionMessage(address: number): unknown;
}

const codec = new WasmCodec<Charls>('charls', createModule);

/** Components of 8 bits, row by row, as the stream has them. */
export interface JpegLsPixels {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  readonly data: Uint8Array<ArrayBuffer>;
  /** Whether the components lie one after another. */
  readonly planar: boolean;
}

/**
 * Decodes a JPEG-LS stream (ISO/IEC 14495-1) with CharLS.
 * @throws AppError image-broken, format-variant, image-too-large, decoder-unreachable; whatever the codec throws
 */
export async function decodeJpegLs(stream: Uint8Array): Promise<JpegLsPixels> {
  const { width, height, components } = readFrame(stream);
  let planar = false;
  const { pixels } = await codec.run((module) => {
    const decoder = new module.JpegLSDecoder();
    try {
      decoder.getEncodedBuffer(stream.length).set(stream);
      decoder.decode();
      planar = components > 1 && decoder.getInterleaveMode() === 0;
      return { width, height, data: decoder.getDecodedBuffer().slice() };
    } catch (thrown) {
      if (typeof thrown !== 'number') throw thrown;
      throw new AppError('image-broken', wordsOf(module.getExceptionMessage(thrown)));
    } finally {
      decoder.delete();
    }
  });
  if (pixels.data.length !== width * height * components) {
    throw new AppError('image-broken', `${pixels.data.length} bytes of JPEG-LS for ${width} x ${height} pixels`);
  }
  return { width, height, components, data: new Uint8Array(pixels.data.buffer), planar };
}

function wordsOf(message: unknown): string {
  const words = Array.isArray(message) ? message.join(': ') : String(message);
  return words.trim() || 'the JPEG-LS stream is damaged';
}

/** The frame header of JPEG-LS. */
const SOF55 = 0xf7;

function readFrame(stream: Uint8Array): { width: number; height: number; components: 1 | 3 } {
  if (stream[0] !== 0xff || stream[1] !== 0xd8) throw new AppError('image-broken', 'no JPEG-LS stream');
  for (const { marker, body } of jpegSegments(stream)) {
    if (marker === JPEG_MARKER.sos) break;
    if (marker !== SOF55 || body.length < 6) continue;
    const [bits, high, low, left, right, components] = body as unknown as number[] as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const [width, height] = [left * 256 + right, high * 256 + low];
    checkDimensions(width, height);
    if (bits !== 8) throw new AppError('format-variant', `JPEG-LS of ${bits} bits a sample`);
    if (components !== 1 && components !== 3)
      throw new AppError('format-variant', `JPEG-LS of ${components} components`);
    // The stream here and in the codec; the samples in the codec, copied, and as they are given.
    checkMemory(3 * stream.length + 3 * width * height * components);
    return { width, height, components };
  }
  throw new AppError('image-broken', 'a JPEG-LS stream without a frame header');
}
