/** The network's operations in float64, as their definitions read. */

export interface Convolution {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

/**
 * A 3x3 convolution with bias and ReLU.
 *
 * @param input images x height x width x inChannels.
 * @param kernels 3 x 3 x inChannels x outChannels.
 * @returns images x height x width x outChannels.
 */
export function convolve(
  { images, height, width, inChannels, outChannels }: Convolution,
  input: Float32Array,
  kernels: Float32Array,
  bias: Float32Array,
): Float64Array {
  const sums = new Float64Array(images * height * width * outChannels);
  const pixelAt = (image: number, y: number, x: number) => (image * height + y) * width + x;
  for (let pixel = 0; pixel < images * height * width; pixel++) {
    const image = Math.floor(pixel / width / height);
    const y = Math.floor(pixel / width) % height;
    const x = pixel % width;
    for (let output = 0; output < outChannels; output++) {
      let sum = bias[output] ?? 0;
      for (let place = 0; place < 9; place++) {
        const fromY = y + Math.floor(place / 3) - 1;
        const fromX = x + (place % 3) - 1;
        if (fromY < 0 || fromY >= height || fromX < 0 || fromX >= width) continue;
        const from = pixelAt(image, fromY, fromX) * inChannels;
        for (let channel = 0; channel < inChannels; channel++) {
          sum += (input[from + channel] ?? 0) * (kernels[(place * inChannels + channel) * outChannels + output] ?? 0);
        }
      }
      sums[pixel * outChannels + output] = Math.max(0, sum);
    }
  }
  return sums;
}

/** 2x2 maximum, stride 2; an odd last row or column is dropped. */
export function pool({ images, height, width, outChannels }: Convolution, values: Float64Array): Float64Array {
  const down = height >> 1;
  const across = width >> 1;
  const pooled = new Float64Array(images * down * across * outChannels);
  pooled.forEach((_, index) => {
    const channel = index % outChannels;
    const x = Math.floor(index / outChannels) % across;
    const y = Math.floor(index / outChannels / across) % down;
    const image = Math.floor(index / outChannels / across / down);
    const at = (dy: number, dx: number) =>
      values[((image * height + 2 * y + dy) * width + 2 * x + dx) * outChannels + channel] as number;
    pooled[index] = Math.max(at(0, 0), at(0, 1), at(1, 0), at(1, 1));
  });
  return pooled;
}

/** Indices of a Gram matrix' lower triangle, row by row. */
export function lowerTriangle(channels: number): Int32Array<ArrayBuffer> {
  const rows = Array.from({ length: channels }, (_, row) =>
    Array.from({ length: row + 1 }, (_, column) => row * channels + column),
  );
  return Int32Array.from(rows.flat());
}

/**
 * Entries of a Gram matrix.
 *
 * @param features pixels x channels.
 * @param indices row * channels + column of each entry.
 */
export function gramEntries(features: Float32Array, channels: number, indices: Int32Array): Float64Array {
  const pixels = features.length / channels;
  return Float64Array.from(indices, (index) => {
    const row = Math.floor(index / channels);
    const column = index % channels;
    let sum = 0;
    for (let pixel = 0; pixel < pixels; pixel++) {
      sum += (features[pixel * channels + row] ?? 0) * (features[pixel * channels + column] ?? 0);
    }
    return sum;
  });
}
