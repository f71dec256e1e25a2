import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, WINOGRAD } from '../testing/expect-close.ts';
import { randomValues } from '../testing/random-values.ts';
import { type Convolution, convolve, gramEntries, lowerTriangle, pool } from '../testing/reference.ts';
import { compileKernel } from './compile-kernel.ts';
import { instantiateKernel } from './kernel.ts';
import { Arena } from './memory.ts';
import { type Features, Operations, TILE_BYTES } from './operations.ts';
import { ThreadPool } from './thread-pool.ts';

function setUp() {
  const module = compileKernel();
  if (!module) throw new Error('no WebAssembly SIMD');
  const arena = new Arena(1);
  const pool = new ThreadPool(arena, instantiateKernel(module, arena.memory), 0);
  return { arena, operations: new Operations(arena, pool), tiles: arena.allocate(TILE_BYTES) };
}

describe('convolve', () => {
  const cases: readonly Convolution[] = [
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

  function runConvolution(shape: Convolution, pooled: boolean) {
    const { images, height, width, inChannels, outChannels } = shape;
    const { arena, operations, tiles } = setUp();
    const input = randomValues(images * height * width * inChannels, 1);
    const kernels = randomValues(9 * inChannels * outChannels, 2);
    const bias = randomValues(outChannels, 3);
    const layer = operations.loadKernels(inChannels, outChannels, kernels, bias);
    const features: Features = { ...shape, channels: inChannels, address: arena.allocate(input.byteLength) };
    arena.floats(features.address, input.length).set(input);
    const room = arena.allocate(images * height * width * outChannels * 4);
    const output = operations.convolve(layer, features, room, pooled, tiles);
    const length = output.images * output.height * output.width * output.channels;
    return {
      output,
      values: new Float32Array(arena.floats(room, length)),
      expected: convolve(shape, input, kernels, bias),
    };
  }

  it.each(cases)('$images x $height x $width, $inChannels to $outChannels channels', (shape) => {
    const { output, values, expected } = runConvolution(shape, false);
    expect(output).toMatchObject({ images: shape.images, height: shape.height, width: shape.width });
    expectClose(values, expected, WINOGRAD);
  });

  it.each(cases)('$images x $height x $width, $inChannels to $outChannels channels, pooled', (shape) => {
    const { output, values, expected } = runConvolution(shape, true);
    expect(output).toMatchObject({ images: shape.images, height: shape.height >> 1, width: shape.width >> 1 });
    expectClose(values, pool(shape, expected), WINOGRAD);
  });

  it('cuts what is too large for the room of the tiles into runs', () => {
    const shape = { images: 1, height: 64, width: 68, inChannels: 256, outChannels: 32 };
    const tileBytes = 36 * shape.inChannels * 4;
    expect((shape.height / 4) * (shape.width / 4) * tileBytes).toBeGreaterThan(TILE_BYTES);
    const { values, expected } = runConvolution(shape, false);
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
    const pixels = randomValues(images * height * width * 3, 4);
    const kernels = randomValues(27 * 64, 5);
    const bias = randomValues(64, 6);
    const room = arena.allocate(images * height * width * 64 * 4);
    const layer = operations.loadFirstKernels(64, kernels, bias);
    operations.convolveFirst(layer, operations.loadPixels(pixels, shape), room);
    const values = new Float32Array(arena.floats(room, images * height * width * 64));
    expectClose(values, convolve(shape, pixels, kernels, bias), 4 * FLOAT32);
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
    const values = randomValues(2 * pixels * channels, 7);
    const address = arena.allocate(values.byteLength);
    arena.floats(address, values.length).set(values);
    const indices = lowerTriangle(channels);
    const expected = gramEntries(values.subarray(pixels * channels), channels, indices);
    const features: Features = { images: 2, height, width, channels, address };
    expectClose(operations.gramEntries(features, 1, indices), expected, 8 * FLOAT32);
  });
});
