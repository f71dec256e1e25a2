import { expect, it } from 'vitest';
import type { LayerNumber } from '../../barcode/profile.ts';
import { randomValues } from '../testing/random-values.ts';
import { planNetwork, type Stack } from './plan.ts';
import { describeKernels } from './testing/describe-kernels.ts';
import { toDispatch } from './testing/kernels.ts';

interface Case {
  readonly stack: Stack;
  readonly kept: ReadonlyMap<LayerNumber, number>;
  readonly tap: LayerNumber;
  readonly channels: number;
  readonly slices: number;
}

const KEPT = new Map<LayerNumber, number>([
  [1, 100],
  [2, 77],
]);

// It knows nothing of how features lie: half precision has the same kernel.
describeKernels(['gramSum'], ['single'], (kernels) => {
  const whole: Stack = { images: 3, height: 20, width: 31, patches: 3 };
  const views: Stack = { images: 6, height: 40, width: 60, patches: 2 };

  it.each<Case>([
    { stack: { ...whole, height: 1, width: 1 }, kept: new Map([[1, 1]]), tap: 1, channels: 64, slices: 1 },
    { stack: whole, kept: KEPT, tap: 1, channels: 64, slices: 3 },
    { stack: whole, kept: KEPT, tap: 2, channels: 128, slices: 1 },
    { stack: views, kept: KEPT, tap: 1, channels: 64, slices: 10 },
    { stack: views, kept: KEPT, tap: 2, channels: 128, slices: 3 },
  ])('$stack.images images of $stack.patches patches, layer $tap in $slices slices', async (shape) => {
    const { stack, kept, tap, channels, slices } = shape;
    const { steps, bytes } = planNetwork(stack, kept, 'per-layer', 'single');
    const dispatches = steps
      .filter(({ kernel }) => kernel === 'gramSum')
      .map(toDispatch)
      .filter(({ buffers }) => buffers.includes(`indices${tap}`));
    const total = [...kept.values()].reduce((sum, count) => sum + count, 0);
    const partials = randomValues(stack.images * slices * channels ** 2, 8);
    const before = randomValues(stack.patches * total, 9);
    const indices = Int32Array.from({ length: kept.get(tap) ?? 0 }, (_, entry) => (entry * 37) % channels ** 2);
    const contents = { partials, entries: before, [`indices${tap}`]: indices };
    const after = new Float32Array(await kernels().run({ dispatches, bytes, contents, read: 'entries' }));

    const offset = tap === 1 ? 0 : (kept.get(1) ?? 0);
    const expected = before.slice();
    for (let patch = 0; patch < stack.patches; patch++) {
      for (const [entry, index] of indices.entries()) {
        const to = patch * total + offset + entry;
        expected[to] = sumOf(before[to] as number, partialsAt(shape, partials, patch, index));
      }
    }
    expect(after).toEqual(expected);
  });
});

/** What each slice of each view of a patch has of one entry. */
function partialsAt({ stack, channels, slices }: Case, partials: Float32Array, patch: number, index: number) {
  const views = stack.images / stack.patches;
  return Array.from({ length: views }, (_, view) =>
    Array.from({ length: slices }, (_, slice) => {
      const matrix = (patch * views + view) * slices + slice;
      return partials[matrix * channels ** 2 + index] as number;
    }),
  );
}

/** In float32 and in the order that the kernel promises. */
function sumOf(before: number, views: readonly (readonly number[])[]): number {
  const add = (sum: number, value: number) => Math.fround(sum + value);
  return views.map((slices) => slices.reduce(add, 0)).reduce(add, before);
}
