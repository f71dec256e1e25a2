import { expect, it } from 'vitest';
import { expectClose, FLOAT32, HALF } from '../testing/expect-close.ts';
import { randomValues } from '../testing/random-values.ts';
import { convolve } from '../testing/reference.ts';
import type { Precision } from './pipelines.ts';
import { planNetwork } from './plan.ts';
import { describeKernels } from './testing/describe-kernels.ts';
import { type Kernels, toDispatch } from './testing/kernels.ts';
import { fromStored } from './testing/stored.ts';

/** Of a sum of 27 products and a bias, and of what lies between kernels. */
const TOLERANCE: Readonly<Record<Precision, number>> = { single: 4 * FLOAT32, half: HALF };
const CHANNELS = 64;

describeKernels(['firstConvolution'], ['single', 'half'], (kernels, precision) => {
  it.each([
    [1, 1, 1],
    [1, 3, 5],
    [1, 9, 17],
    [2, 4, 16],
    [2, 9, 17],
    [3, 2, 33],
  ])('%i x %i x %i', async (images, height, width) => {
    const shape = { images, height, width, inChannels: 3, outChannels: CHANNELS };
    const pixels = randomValues(images * height * width * 3, 4);
    const weights = randomValues(27 * CHANNELS, 5);
    const bias = randomValues(CHANNELS, 6);
    const values = await convolveFirst(kernels(), { ...shape, pixels, weights, bias });
    expectClose(values, convolve(shape, pixels, weights, bias), TOLERANCE[precision]);
  });

  it('stores no infinity', async () => {
    const pixels = new Float32Array(6 * 3).fill(1000);
    const weights = new Float32Array(27 * CHANNELS).fill(100);
    const bias = new Float32Array(CHANNELS);
    const values = await convolveFirst(kernels(), { images: 1, height: 2, width: 3, pixels, weights, bias });
    // The least of them has 2 x 2 of its 3 x 3 pixels within the image.
    expect(Math.min(...values)).toBe(precision === 'half' ? 65_504 : 1_200_000);
    expect(Math.max(...values)).toBe(precision === 'half' ? 65_504 : 1_800_000);
  });
});

interface FirstInput {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly pixels: Float32Array;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

async function convolveFirst(kernels: Kernels, { pixels, weights, bias, ...shape }: FirstInput) {
  const { precision } = kernels;
  const stack = { ...shape, patches: shape.images };
  const { steps, bytes } = planNetwork(stack, new Map([[1, 1]]), 'per-layer', precision);
  const bytesRead = await kernels.run({
    dispatches: steps.filter(({ kernel }) => kernel === 'firstConvolution').map(toDispatch),
    bytes,
    contents: { pixels, kernels0: weights, bias0: bias },
    read: 'even',
  });
  return fromStored(bytesRead, shape.images * shape.height * shape.width * CHANNELS, precision);
}
