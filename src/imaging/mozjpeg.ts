import createModule from '@jsquash/jpeg/codec/dec/mozjpeg_dec.js';
import { AppError } from '../base/errors.ts';
import { repairJpeg } from './jpeg-header.ts';
import { type CodecPixels, WasmCodec } from './wasm-codec.ts';

interface Mozjpeg {
  decode(bytes: Uint8Array, preserveOrientation: boolean): unknown;
}

const codec = new WasmCodec<Mozjpeg>('mozjpeg', createModule);

/** Warnings of libjpeg after which it makes pixels up. */
const DAMAGE = /premature end|corrupt JPEG data: (bad|found)|inconsistent progression/i;

/** A few bytes before a restart marker are harmless; with many, a part of the picture is gone. */
const EXTRANEOUS = /corrupt JPEG data: (\d+) extraneous bytes/i;
const MOST_EXTRANEOUS = 64;

/**
 * Bytes that lie in memory together while a JPEG stream is decoded: the stream itself, here, repaired, handed over and in the codec;
 * coefficients of 2 bytes and 3 components, which a progressive one has to keep; the pixels, there and here.
 */
export function mozjpegMemory(width: number, height: number, streamBytes: number): number {
  return 5 * streamBytes + width * height * (2 * 3 + 4 + 4);
}

/**
 * Decodes a JPEG stream of one or three components with mozjpeg, whose integer arithmetic gives the same bytes everywhere.
 * What its header says (jpeg-header.ts) must have been checked before.
 * @throws AppError image-broken; whatever the codec throws
 */
export async function decodeWithMozjpeg(bytes: Uint8Array): Promise<CodecPixels> {
  const { pixels, messages } = await codec.run((module) => module.decode(repairJpeg(bytes), false));
  const damage = messages.find(
    (message) => DAMAGE.test(message) || Number(EXTRANEOUS.exec(message)?.[1] ?? 0) > MOST_EXTRANEOUS,
  );
  if (damage) throw new AppError('image-broken', damage);
  return pixels;
}
