/**
 * The method as its definition reads, in float64 and with no eye to speed. It shares no code with the app but the type
 * of a profile and the table of layers, so that it can judge the app.
 */
import type { Profile } from '../../src/barcode/profile.ts';
import type { RgbImage } from '../../src/base/rgb-image.ts';
import { CONV_LAYERS } from '../../src/encoder/vgg19-layers.ts';

/** height x width x channels, row by row. */
interface Features {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: Float64Array;
}

/**
 * @param image Resized already.
 * @param weights Kernels (HWIO) and biases of all layers in turn.
 * @returns One 0 or 1 a kept Gram entry.
 */
export function referenceBits(image: RgbImage, weights: Float32Array, profile: Omit<Profile, 'weightsId'>): number[] {
  const triangles = views(image, profile.views ?? 1)
    .map((view) => gramTriangles(preprocess(view), weights, profile.layers))
    .reduce((sums, more) => sums.map((sum, at) => sum.map((entry, i) => entry + (more[at]?.[i] as number))));
  const layers = triangles.map((triangle) => {
    const kept = profile.sampling === 'full' ? triangle.length : Math.min(profile.sampling, triangle.length);
    return Array.from({ length: kept }, (_, j) => triangle[Math.floor((j * triangle.length) / kept)] as number);
  });
  const shared = median(layers.flat());
  return layers.flatMap((entries) => {
    const threshold = profile.binarisation === 'global' ? shared : median(entries);
    return entries.map((entry) => (entry >= threshold ? 1 : 0));
  });
}

/** The image and its quarter turns; of eight, their mirror images too. */
function views(image: RgbImage, count: number): RgbImage[] {
  const turns = [image];
  while (turns.length < Math.min(count, 4)) turns.push(turnLeft(turns.at(-1) as RgbImage));
  return count === 8 ? [...turns, ...turns.map(mirror)] : turns;
}

/** The pixel at (x, y) of the result is the one at (width - 1 - y, x). */
function turnLeft({ width, height, data }: RgbImage): RgbImage {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < height; x++) {
      const from = 3 * (x * width + width - 1 - y);
      turned.set(data.subarray(from, from + 3), 3 * (y * height + x));
    }
  }
  return { width: height, height: width, data: turned };
}

function mirror({ width, height, data }: RgbImage): RgbImage {
  const mirrored = new Uint8Array(data.length);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const x = pixel % width;
    const from = 3 * (pixel - x + width - 1 - x);
    mirrored.set(data.subarray(from, from + 3), 3 * pixel);
  }
  return { width, height, data: mirrored };
}

function gramTriangles(pixels: Features, weights: Float32Array, taps: readonly number[]): number[][] {
  const triangles: number[][] = [];
  let features = pixels;
  let at = 0;
  for (const { inChannels, outChannels, pooled, tap } of CONV_LAYERS) {
    const kernelEnd = at + 9 * inChannels * outChannels;
    const kernel = weights.subarray(at, kernelEnd);
    const bias = weights.subarray(kernelEnd, kernelEnd + outChannels);
    at = kernelEnd + outChannels;
    features = convolve(pooled ? pool(features) : features, kernel, bias);
    if (tap && taps.includes(tap)) triangles.push(gramTriangle(features));
  }
  return triangles;
}

function preprocess({ width, height, data }: RgbImage): Features {
  const values = new Float64Array(data.length);
  for (let at = 0; at < data.length; at += 3) {
    values[at] = Math.fround((data[at + 2] as number) - 103.939);
    values[at + 1] = Math.fround((data[at + 1] as number) - 116.779);
    values[at + 2] = Math.fround((data[at] as number) - 123.68);
  }
  return { height, width, channels: 3, values };
}

/** 3x3, stride 1, zero padding 1, bias, ReLU. */
function convolve({ height, width, channels, values }: Features, kernel: Float32Array, bias: Float32Array): Features {
  const outChannels = bias.length;
  const out = new Float64Array(height * width * outChannels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sums = out.subarray((y * width + x) * outChannels, (y * width + x + 1) * outChannels);
      sums.set(bias);
      for (let ky = 0; ky < 3; ky++) {
        for (let kx = 0; kx < 3; kx++) {
          const fromY = y + ky - 1;
          const fromX = x + kx - 1;
          if (fromY < 0 || fromY >= height || fromX < 0 || fromX >= width) continue;
          for (let channel = 0; channel < channels; channel++) {
            const value = values[(fromY * width + fromX) * channels + channel] as number;
            const row = ((ky * 3 + kx) * channels + channel) * outChannels;
            for (let o = 0; o < outChannels; o++) sums[o] = (sums[o] as number) + value * (kernel[row + o] as number);
          }
        }
      }
      for (let o = 0; o < outChannels; o++) sums[o] = Math.max(0, sums[o] as number);
    }
  }
  return { height, width, channels: outChannels, values: out };
}

/** 2x2 maximum, stride 2; an odd last row or column is dropped. */
function pool({ height, width, channels, values }: Features): Features {
  const out = { height: height >> 1, width: width >> 1, channels };
  const pooled = new Float64Array(out.height * out.width * channels);
  for (let y = 0; y < out.height; y++) {
    for (let x = 0; x < out.width; x++) {
      for (let c = 0; c < channels; c++) {
        const at = (dy: number, dx: number) => values[((2 * y + dy) * width + 2 * x + dx) * channels + c] as number;
        pooled[(y * out.width + x) * channels + c] = Math.max(at(0, 0), at(0, 1), at(1, 0), at(1, 1));
      }
    }
  }
  return { ...out, values: pooled };
}

/** The lower triangle, diagonal included, of the sum over pixels of f fᵀ, row by row. */
function gramTriangle({ height, width, channels, values }: Features): number[] {
  const gram = new Float64Array((channels * (channels + 1)) / 2);
  for (let pixel = 0; pixel < height * width; pixel++) {
    let at = 0;
    for (let row = 0; row < channels; row++) {
      const value = values[pixel * channels + row] as number;
      for (let column = 0; column <= row; column++) {
        gram[at] = (gram[at] as number) + value * (values[pixel * channels + column] as number);
        at++;
      }
    }
  }
  return [...gram];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] as number) + (sorted[Math.floor(half)] as number)) / 2;
}
