import { describe, expect, it } from 'vitest';
import { normalValues } from '../untrained.ts';
import { compileKernel } from './compile-kernel.ts';
import { instantiateKernel } from './kernel.ts';
import { Arena } from './memory.ts';
import { type Features, Operations, TILE_BYTES } from './operations.ts';
import { ThreadPool } from './thread-pool.ts';

/** Rounding of float32, relative to the largest result. */
const FLOAT32 = 2 ** -23;

/** F(4x4, 3x3) adds and takes away multiples of up to 8, and loses some seven bits with random kernels. */
const WINOGRAD = 256 * FLOAT32;

function setUp() {
  const module = compileKernel();
  if (!module) throw new Error('no WebAssembly SIMD');
  const arena = new Arena(1);
  const pool = new ThreadPool(arena, instantiateKernel(module, arena.memory), 0);
  return { arena, operations: new Operations(arena, pool), tiles: arena.allocate(TILE_BYTES) };
}

/** Normal values, the same for the same seed. */
function random(length: number, seed: number): Float32Array {
  const next = normalValues([seed, 1, 2, 3]);
  return Float32Array.from({ length }, next);
}

interface Case {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
}

/** Definition of a convolution with bias and ReLU in float64: images x height x width x outChannels. */
function reference(
  { images, height, width, inChannels, outChannels }: Case,
  input: Float32Array,
  kernels: Float32Array,
  bias: Float32Array,
) {
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
function pooledReference({ images, height, width, outChannels }: Case, values: Float64Array): Float64Array {
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

function expectClose(actual: Float32Array, expected: Float64Array, tolerance: number) {
  expect(actual).toHaveLength(expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const error = expected.reduce((most, value, index) => Math.max(most, Math.abs(value - (actual[index] as number))), 0);
  expect(error).toBeLessThanOrEqual(tolerance * largest);
}

describe('convolve', () => {
  const cases: readonly Case[] = [
    { images: 1, height: 1, width: 1, inChannels: 4, outChannels: 32 },
    { images: 1, height: 1, width: 17, inChannels: 8, outChannels: 32 },
    { images: 1, height: 9, width: 1, inChannels: 12, outChannels: 64 },
    { images: 1, height: 4, width: 4, inChannels: 64, outChannels: 32 },
    { images: 1, height: 5, width: 6, inChannels: 20, outChannels: 96 },
    { images: 3, height: 7, width: 9, inChannels: 16, outChannels: 64 },
    { images: 2, height: 16, width: 13, inChannels: 32, outChannels: 32 },
    // Several blocks of tiles, the last of which is not full.
    { images: 1, height: 33, width: 66, inChannels: 8, outChannels: 32 },
  ];

  function convolve(shape: Case, pooled: boolean) {
    const { images, height, width, inChannels, outChannels } = shape;
    const { arena, operations, tiles } = setUp();
    const input = random(images * height * width * inChannels, 1);
    const kernels = random(9 * inChannels * outChannels, 2);
    const bias = random(outChannels, 3);
    const layer = operations.loadKernels(inChannels, outChannels, kernels, bias);
    const features: Features = { ...shape, channels: inChannels, address: arena.allocate(input.byteLength) };
    arena.floats(features.address, input.length).set(input);
    const room = arena.allocate(images * height * width * outChannels * 4);
    const output = operations.convolve(layer, features, room, pooled, tiles);
    const length = output.images * output.height * output.width * output.channels;
    return {
      output,
      values: new Float32Array(arena.floats(room, length)),
      expected: reference(shape, input, kernels, bias),
    };
  }

  it.each(cases)('$images x $height x $width, $inChannels to $outChannels channels', (shape) => {
    const { output, values, expected } = convolve(shape, false);
    expect(output).toMatchObject({ images: shape.images, height: shape.height, width: shape.width });
    expectClose(values, expected, WINOGRAD);
  });

  it.each(cases)('$images x $height x $width, $inChannels to $outChannels channels, pooled', (shape) => {
    const { output, values, expected } = convolve(shape, true);
    expect(output).toMatchObject({ images: shape.images, height: shape.height >> 1, width: shape.width >> 1 });
    expectClose(values, pooledReference(shape, expected), WINOGRAD);
  });

  it('cuts what is too large for the room of the tiles into runs', () => {
    const shape = { images: 1, height: 64, width: 68, inChannels: 256, outChannels: 32 };
    const tileBytes = 36 * shape.inChannels * 4;
    expect((shape.height / 4) * (shape.width / 4) * tileBytes).toBeGreaterThan(TILE_BYTES);
    const { values, expected } = convolve(shape, false);
    expectClose(values, expected, WINOGRAD);
  });
});

describe('convolveFirst', () => {
  it.each([
    [1, 1, 1],
    [1, 3, 5],
    [1, 16, 6],
    [2, 5, 13],
    [3, 2, 19],
  ])('%i x %i x %i', (images, height, width) => {
    const shape = { images, height, width, inChannels: 3, outChannels: 64 };
    const { arena, operations } = setUp();
    const pixels = random(images * height * width * 3, 4);
    const kernels = random(27 * 64, 5);
    const bias = random(64, 6);
    const room = arena.allocate(images * height * width * 64 * 4);
    const layer = operations.loadFirstKernels(64, kernels, bias);
    operations.convolveFirst(layer, operations.loadPixels(pixels, shape), room);
    const values = new Float32Array(arena.floats(room, images * height * width * 64));
    expectClose(values, reference(shape, pixels, kernels, bias), 4 * FLOAT32);
  });
});

describe('gramEntries', () => {
  it.each([
    [1, 1, 8],
    [1, 3, 64],
    [9, 7, 16],
    [65, 1, 24],
    [31, 67, 32],
  ])('%i x %i pixels of %i channels, the second of two images', (height, width, channels) => {
    const { arena, operations } = setUp();
    const pixels = height * width;
    const values = random(2 * pixels * channels, 7);
    const address = arena.allocate(values.byteLength);
    arena.floats(address, values.length).set(values);
    const cells = Array.from({ length: channels }, (_, row) =>
      Array.from({ length: row + 1 }, (_, column) => ({ row, column })),
    ).flat();
    const indices = Int32Array.from(cells, ({ row, column }) => row * channels + column);
    const own = values.subarray(pixels * channels);
    const expected = Float64Array.from(cells, ({ row, column }) => {
      let sum = 0;
      for (let pixel = 0; pixel < pixels; pixel++) {
        sum += (own[pixel * channels + row] ?? 0) * (own[pixel * channels + column] ?? 0);
      }
      return sum;
    });
    const features: Features = { images: 2, height, width, channels, address };
    expectClose(operations.gramEntries(features, 1, indices), expected, 8 * FLOAT32);
  });
});
