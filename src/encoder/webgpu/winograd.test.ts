import { expect, it } from 'vitest';
import { expectClose, HALF, WINOGRAD } from '../testing/expect-close.ts';
import { randomValues } from '../testing/random-values.ts';
import { type Convolution, convolve, pool } from '../testing/reference.ts';
import type { KernelName } from './jobs.ts';
import type { Precision } from './pipelines.ts';
import { FLOAT_BYTES, FREQUENCIES, planNetwork, type Shape, type Step } from './plan.ts';
import { describeKernels } from './testing/describe-kernels.ts';
import { jobsOf } from './testing/jobs-of.ts';
import { type Dispatch, type Kernels, toDispatch } from './testing/kernels.ts';
import { fromStored, toStored } from './testing/stored.ts';

/** Tiles and products lie in half precision, too, and their rounding grows like float32's does. */
const TOLERANCE: Readonly<Record<Precision, number>> = { single: WINOGRAD, half: 32 * HALF };

const KERNELS: readonly KernelName[] = [
  'winogradKernels',
  'winogradInput',
  'winogradProduct',
  'winogradProductSmall',
  'winogradOutput',
];

/** Convolutions of VGG19 with the fewest channels: with pooling behind it, and without. */
const LAYERS = {
  pooled: { layer: 1, inChannels: 64, outChannels: 64, shift: 0 },
  whole: { layer: 2, inChannels: 64, outChannels: 128, shift: 1 },
} as const;

/** Images of so many tiles pass through the block of 16 rows. */
const SMALL_TILES = 32;

describeKernels(KERNELS, ['single', 'half'], (kernels, precision) => {
  const shapes: readonly Shape[] = [
    { images: 1, height: 1, width: 1 },
    { images: 1, height: 2, width: 2 },
    { images: 1, height: 3, width: 5 },
    { images: 1, height: 9, width: 17 },
    { images: 4, height: 9, width: 17 },
    { images: 1, height: 23, width: 30 },
    { images: 2, height: 30, width: 23 },
  ];

  it.each(shapes)('$images x $height x $width', async (shape) => {
    const { actual, steps, expected } = await compare(kernels(), shape, 'whole');
    expectClose(actual, expected, TOLERANCE[precision]);
    const tiles = Math.ceil(shape.height / 4) * Math.ceil(shape.width / 4);
    const product = tiles <= SMALL_TILES ? 'winogradProductSmall' : 'winogradProduct';
    expect(steps.map(({ kernel }) => kernel)).toEqual(['winogradInput', product, 'winogradOutput']);
  });

  // Nothing is left of one pixel.
  it.each(shapes.slice(1))('$images x $height x $width, pooled', async (shape) => {
    const { actual, expected, convolution } = await compare(kernels(), shape, 'pooled');
    expectClose(actual, pool(convolution, expected), TOLERANCE[precision]);
  });

  it('runs of tiles that end within an image', async () => {
    const image = { images: 1, height: 30, width: 27 };
    const images = precision === 'half' ? 66 : 33;
    const { input, weights, convolution } = given(image, 'whole', precision);
    const bias = new Float32Array(convolution.outChannels);
    // Without a bias, a multiple of an image gives that multiple of its features.
    const scales = Array.from({ length: images }, (_, number) => 2 ** (number % 3));
    const all = new Float32Array(images * input.length);
    for (const [number, scale] of scales.entries()) all.set(times(input, scale), number * input.length);
    const inputs = { input: all, weights, bias };
    const { values, steps } = await run(kernels(), { ...convolution, images }, 'whole', inputs);
    const runs = jobsOf(steps, 'winogradProduct').map(({ firstTile, tileCount }) => [firstTile, tileCount]);
    expect(runs).toHaveLength(2);
    expect((runs[1]?.[0] ?? 0) % (8 * 7)).not.toBe(0);
    const expected = convolve(convolution, input, weights, bias);
    for (const [number, scale] of scales.entries()) {
      const ofImage = values.subarray(number * expected.length, (number + 1) * expected.length);
      expectClose(times(ofImage, 1 / scale), expected, TOLERANCE[precision]);
    }
  });

  it.each(['pooled', 'whole'] as const)('stores no infinity: %s', async (kind) => {
    const { convolution, input, weights, bias } = given({ images: 1, height: 9, width: 17 }, kind, precision);
    const large = { input: input.map((value) => (value < 0 ? 0 : 65_504)), weights, bias };
    const { values } = await run(kernels(), convolution, kind, large);
    expect(values.every(Number.isFinite)).toBe(true);
    const largest = values.reduce((most, value) => Math.max(most, value), 0);
    if (precision === 'half') expect(largest).toBe(65_504);
    else expect(largest).toBeGreaterThan(65_504);
  });
});

type Kind = keyof typeof LAYERS;

function times(values: Float32Array, scale: number): Float32Array {
  return values.map((value) => value * scale);
}

interface Inputs {
  readonly input: Float32Array;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

function given(shape: Shape, kind: Kind, precision: Precision) {
  const { inChannels, outChannels } = LAYERS[kind];
  const convolution: Convolution = { ...shape, inChannels, outChannels };
  const input = randomValues(shape.images * shape.height * shape.width * inChannels, 1);
  const stored = toStored(input, precision);
  return {
    convolution,
    input: fromStored(stored.slice().buffer, stored.length, precision),
    weights: randomValues(9 * inChannels * outChannels, 2),
    bias: randomValues(outChannels, 3),
  };
}

async function compare(kernels: Kernels, shape: Shape, kind: Kind) {
  const { convolution, input, weights, bias } = given(shape, kind, kernels.precision);
  const { values, steps } = await run(kernels, convolution, kind, { input, weights, bias });
  return { actual: values, steps, expected: convolve(convolution, input, weights, bias), convolution };
}

/** One convolution of the plan, and its kernels' transform before it. */
async function run(kernels: Kernels, convolution: Convolution, kind: Kind, { input, weights, bias }: Inputs) {
  const { precision } = kernels;
  const { images, height, width, inChannels, outChannels } = convolution;
  const { layer, shift } = LAYERS[kind];
  const stack = { images, height: height << shift, width: width << shift, patches: images };
  const plan = planNetwork(stack, new Map([[2, 1]]), 'per-layer', precision);
  const steps = stepsOf(plan.steps, layer);
  const dispatches = steps.map(toDispatch);
  const features = dispatches[0]?.buffers[0] ?? '';
  const output = dispatches.at(-1)?.buffers.at(-1) ?? '';
  // As loadLayers does at the start.
  const transform: Dispatch = {
    kernel: 'winogradKernels',
    job: { inChannels, outChannels },
    buffers: ['weights', `kernels${layer}`],
    workgroups: [outChannels / 64, inChannels, 1],
  };
  const read = await kernels.run({
    dispatches: [transform, ...dispatches],
    bytes: { ...plan.bytes, [`kernels${layer}`]: FREQUENCIES * inChannels * outChannels * FLOAT_BYTES },
    contents: { weights, [features]: toStored(input, precision), [`bias${layer}`]: bias },
    read: output,
  });
  const pixels = kind === 'pooled' ? (height >> 1) * (width >> 1) : height * width;
  return { values: fromStored(read, images * pixels * outChannels, precision), steps };
}

/** All runs of one layer: what stands around its products. */
function stepsOf(steps: readonly Step[], layer: number): Step[] {
  return steps.flatMap(({ bindings }, at) =>
    bindings.some((binding) => 'weight' in binding && binding.weight === 'kernels' && binding.layer === layer)
      ? steps.slice(at - 1, at + 2)
      : [],
  );
}
