import type { RgbImage } from '../base/rgb-image.ts';

/** Decoded samples, interleaved, row by row from the top left. */
export interface Samples {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. Alpha is straight, not multiplied into the colours. */
  readonly channels: 1 | 2 | 3 | 4;
  /** Full range of 8 bits in a byte array, of `bits` in a Uint16Array. */
  readonly data: Uint8Array<ArrayBuffer> | Uint8ClampedArray<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  /** Of samples in a Uint16Array: how many are in use; 16 where it is absent. */
  readonly bits?: number;
}

/** Brings samples to 8-bit RGB: what is more than 8 bits is scaled (`to8Bits`), then alpha is composed over white, grey is replicated. */
export function samplesToRgb(samples: Samples): RgbImage {
  const { width, height, channels } = samples;
  const bytes = samples.data instanceof Uint16Array ? to8Bits(samples.data, samples.bits) : samples.data;
  if (channels === 3)
    return { width, height, data: new Uint8Array(bytes.buffer, bytes.byteOffset, width * height * 3) };
  const data = new Uint8Array(width * height * 3);
  const hasAlpha = channels % 2 === 0;
  const colours = hasAlpha ? channels - 1 : channels;
  // Grey is read three times from the same place.
  const green = colours === 3 ? 1 : 0;
  const blue = colours === 3 ? 2 : 0;
  for (let from = 0, to = 0; to < data.length; from += channels, to += 3) {
    const alpha = hasAlpha ? (bytes[from + colours] as number) : 255;
    data[to] = overWhite(bytes[from] as number, alpha);
    data[to + 1] = overWhite(bytes[from + green] as number, alpha);
    data[to + 2] = overWhite(bytes[from + blue] as number, alpha);
  }
  return { width, height, data };
}

/** floor(value * 255 / most + 0.5) of each value: 0 to `most`, which is 2^bits - 1, onto 0 to 255, rounded to nearest. */
export function to8Bits(values: Uint16Array, bits = 16): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length);
  if (bits === 16) {
    for (let i = 0; i < values.length; i++) bytes[i] = ((values[i] as number) + 128) / 257;
    return bytes;
  }
  const most = 2 ** bits - 1;
  for (let i = 0; i < values.length; i++) bytes[i] = Math.min(255, ((values[i] as number) * 255) / most + 0.5);
  return bytes;
}

/** Bits that cameras give, and the 8 of an image that was stored in more than it needs. */
const USUAL_BITS = [8, 10, 12, 14, 16];

/** The bits that samples in a 16-bit file use, by the largest of them. */
export function bitsInUse(most: number): number {
  return USUAL_BITS.find((bits) => most < 2 ** bits) ?? 16;
}

/** The largest sample but for alpha, which is the last of an even number of channels and may have a range of its own. */
export function largestOf(values: Uint16Array, channels: number): number {
  const colours = channels % 2 === 0 ? channels - 1 : channels;
  let most = 0;
  for (let pixel = 0; pixel < values.length; pixel += channels) {
    for (let i = pixel; i < pixel + colours; i++) if ((values[i] as number) > most) most = values[i] as number;
  }
  return most;
}

/** floor((colour * alpha + 255 * (255 - alpha)) / 255 + 0.5): straight alpha over white, rounded to nearest. */
export function overWhite(colour: number, alpha: number): number {
  if (alpha === 255) return colour;
  return Math.trunc((colour * alpha + 255 * (255 - alpha) + 127) / 255);
}
