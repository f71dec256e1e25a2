import type { RgbImage } from '../base/rgb-image.ts';
import { type Samples, samplesToRgb, to8Bits } from './samples-to-rgb.ts';
import { isStoredAsYcbcr, keptSamples, PHOTOMETRIC, type TiffLayout } from './tiff-layout.ts';
import type { TiffRaster } from './tiff-raster.ts';
import { stretchTo8Bit } from './unpack-bits.ts';
import { ycbcrToRgb } from './ycbcr.ts';

/**
 * Gives stored samples their colour, by the photometric interpretation and the kind of alpha. May change `raster`.
 * @param bits16 Of samples of 16 bits, how many are in use.
 */
export function tiffSamplesToRgb(raster: TiffRaster, layout: TiffLayout, bits16 = 16): RgbImage {
  const { width, height, photometric, bits } = layout;
  if (photometric === PHOTOMETRIC.palette) return paletteToRgb(raster, layout);
  const channels = keptSamples(layout) as Samples['channels'];
  const data = raster instanceof Uint16Array ? raster : stretchTo8Bit(raster, bits);
  if (photometric === PHOTOMETRIC.whiteIsZero) invert(data, channels, bits16);
  if (isStoredAsYcbcr(layout)) ycbcrToRgb(data, channels, layout.ycbcr);
  if (layout.alpha !== 'multiplied') return samplesToRgb({ width, height, channels, data, bits: bits16 });
  const bytes = data instanceof Uint16Array ? to8Bits(data, bits16) : data;
  putOverWhite(bytes, channels);
  return samplesToRgb({ width, height, channels, data: bytes });
}

/** Indices, alone or each with its alpha. */
function paletteToRgb(raster: TiffRaster, layout: TiffLayout): RgbImage {
  const { width, height, alpha, bits } = layout;
  const colours = lookUp(raster, keptSamples(layout), layout);
  if (alpha === 'none') return { width, height, data: colours };
  const most = 2 ** bits - 1;
  const data = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    data.set(colours.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    data[pixel * 4 + 3] = ((raster[pixel * 2 + 1] as number) * 255) / most + 0.5;
  }
  if (alpha === 'multiplied') putOverWhite(data, 4);
  return samplesToRgb({ width, height, channels: 4, data });
}

/** @param stride Samples a pixel, of which the first is the index. */
function lookUp(raster: TiffRaster, stride: number, { bits, colorMap }: TiffLayout): Uint8Array<ArrayBuffer> {
  const colours = 2 ** bits;
  // Writers bring 8-bit colours to the map's 16 by 256 or by 257, and the high byte undoes both; some leave them as they are.
  const shift = colorMap.every((value) => value < 256) ? 0 : 8;
  const map = Uint8Array.from(colorMap, (value) => value >> shift);
  const data = new Uint8Array((raster.length / stride) * 3);
  for (let i = 0, to = 0; i < raster.length; i += stride) {
    const index = raster[i] as number;
    data[to++] = map[index] as number;
    data[to++] = map[index + colours] as number;
    data[to++] = map[index + 2 * colours] as number;
  }
  return data;
}

function invert(data: TiffRaster, channels: number, bits16: number): void {
  const most = data instanceof Uint16Array ? 2 ** bits16 - 1 : 255;
  for (let i = 0; i < data.length; i += channels) data[i] = Math.max(0, most - (data[i] as number));
}

/** Colours that were multiplied by alpha: white shows through by what is missing. */
function putOverWhite(data: Uint8Array, channels: number): void {
  for (let pixel = 0; pixel < data.length; pixel += channels) {
    const alpha = pixel + channels - 1;
    const white = 255 - (data[alpha] as number);
    for (let i = pixel; i < alpha; i++) data[i] = Math.min(255, (data[i] as number) + white);
    data[alpha] = 255;
  }
}
