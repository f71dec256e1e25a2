import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import encodeJpegImage, { init as initJpeg } from '@jsquash/jpeg/encode.js';
import encodeWebpImage, { init as initWebp } from '@jsquash/webp/encode.js';
import type { RgbImage } from '../../base/rgb-image.ts';

type Init = (module: WebAssembly.Module) => Promise<unknown>;

const resolve = createRequire(import.meta.url).resolve;
const wasm = async (file: string) => WebAssembly.compile(await readFile(resolve(file)));

/** Each encoder is started once. */
const started = new Map<Init, Promise<unknown>>();

function start(init: unknown, file: string): Promise<unknown> {
  const known = started.get(init as Init) ?? wasm(file).then(init as Init);
  started.set(init as Init, known);
  return known;
}

/** As mozjpeg numbers them. */
const COLOR_SPACE = { grey: 1, rgb: 2, ycbcr: 3 } as const;

/** A JPEG of the best quality, without chroma subsampling. */
export async function encodeJpeg(
  image: RgbImage,
  colours: keyof typeof COLOR_SPACE = 'ycbcr',
  options: { progressive?: boolean } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  await start(initJpeg, '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
  const settings = {
    quality: 100,
    baseline: !options.progressive,
    progressive: options.progressive ?? false,
    auto_subsample: false,
    chroma_subsample: 1,
    color_space: COLOR_SPACE[colours],
  };
  return new Uint8Array(await encodeJpegImage(toImageData(image), settings));
}

export async function encodeWebp(image: RgbImage, alpha = 255): Promise<Uint8Array<ArrayBuffer>> {
  await start(initWebp, '@jsquash/webp/codec/enc/webp_enc_simd.wasm');
  return new Uint8Array(await encodeWebpImage(toImageData(image, alpha), { lossless: 1, exact: 1 }));
}

function toImageData({ width, height, data }: RgbImage, alpha = 255): ImageData {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(alpha);
  for (let i = 0; i < width * height; i++) rgba.set(data.subarray(i * 3, i * 3 + 3), i * 4);
  return { data: rgba, width, height, colorSpace: 'srgb' } as ImageData;
}
