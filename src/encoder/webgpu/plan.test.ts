import { describe, expect, it } from 'vitest';
import { ALL_LAYERS, type Binarisation, type LayerNumber } from '../../barcode/profile.ts';
import { packJob } from './jobs.ts';
import type { Precision } from './pipelines.ts';
import { planNetwork, type Shape } from './plan.ts';
import { jobsOf } from './testing/jobs-of.ts';

const kept = (layers: readonly LayerNumber[]) => new Map(layers.map((layer) => [layer, 100 * layer] as const));
const plan = (shape: Shape, layers: readonly LayerNumber[] = ALL_LAYERS, precision: Precision = 'single') =>
  planNetwork({ ...shape, patches: shape.images }, kept(layers), 'per-layer', precision);

describe('planNetwork', () => {
  it('takes half the memory where numbers lie in half precision, for the same work', () => {
    const shape = { images: 1, height: 40, width: 48 };
    const [single, half] = [plan(shape), plan(shape, ALL_LAYERS, 'half')];
    for (const buffer of ['even', 'odd', 'tiles', 'products'] as const) {
      expect(half.bytes[buffer]).toBe(single.bytes[buffer] / 2);
    }
    expect(half.bytes.partials).toBe(single.bytes.partials);
    expect(half.steps).toEqual(single.steps);
  });

  it('takes a threshold a layer, or one for all, and packs up to their ends', () => {
    const stepsOf = (binarisation: Binarisation) =>
      planNetwork({ images: 8, height: 16, width: 16, patches: 1 }, kept([1, 3]), binarisation, 'single')
        .steps.slice(-3)
        .map(({ kernel, job }) => [kernel, ...packJob(kernel, job).subarray(0, kernel === 'pack' ? 7 : 5)]);
    expect(stepsOf('per-layer')).toEqual([
      ['median', 0, 100, 400, 0, 2],
      ['median', 100, 300, 400, 1, 2],
      ['pack', 400, 13, 2, 0, 100, 400, 0],
    ]);
    expect(stepsOf('global').slice(1)).toEqual([
      ['median', 0, 400, 400, 0, 1],
      ['pack', 400, 13, 1, 0, 400, 0, 0],
    ]);
  });

  it('goes no deeper than the deepest layer kept', () => {
    const { steps, bytes } = plan({ images: 1, height: 16, width: 16 }, [1]);
    expect(steps.map(({ kernel }) => kernel)).toEqual(['firstConvolution', 'gramProduct', 'gramSum', 'median', 'pack']);
    expect(bytes.tiles).toBe(0);
    expect(
      plan({ images: 1, height: 16, width: 16 }).steps.filter(({ kernel }) => kernel === 'winogradInput'),
    ).toHaveLength(12);
  });

  it('lays the entries of all layers side by side', () => {
    const { steps, bytes } = plan({ images: 3, height: 16, width: 16 }, [1, 3]);
    expect(jobsOf(steps, 'gramSum')).toMatchObject([
      { offset: 0, stride: 400, views: 1 },
      { offset: 100, stride: 400, views: 1 },
    ]);
    expect(bytes.entries).toBe(3 * 400 * 4);
  });

  it.each<[number, number, number]>([
    [1, 16, 16],
    [4, 256, 256],
    [2, 150, 83],
    [1, 512, 512],
  ])('covers every tile once within its memory: %i x %i x %i', (images, height, width) => {
    const { steps, bytes } = plan({ images, height, width });
    expect(bytes.tiles).toBeLessThanOrEqual(32 * 2 ** 20);
    expect(bytes.products).toBeLessThanOrEqual(32 * 2 ** 20);
    let expected = 0;
    for (const { workgroups } of steps) expect(Math.max(...workgroups)).toBeLessThanOrEqual(65_535);
    for (const { tilesDown, tilesAcross, firstTile, tileCount, tileRoom } of jobsOf(steps, 'winogradInput')) {
      expect(firstTile).toBe(expected);
      expect(tileRoom).toBeGreaterThanOrEqual(tileCount);
      expected += tileCount;
      if (expected === images * tilesDown * tilesAcross) expected = 0;
    }
    expect(expected).toBe(0);
  });

  it('sends an image through the same kernels alone and in a batch', () => {
    const products = (images: number) => {
      const { steps } = plan({ images, height: 40, width: 48 });
      const used = (['winogradProduct', 'winogradProductSmall'] as const).flatMap((kernel) =>
        jobsOf(steps, kernel).map(({ height, width, inChannels, outChannels }) =>
          [kernel, height, width, inChannels, outChannels].join(' '),
        ),
      );
      return [...new Set(used)];
    };
    expect(products(30)).toEqual(products(1));
  });

  it('sums a Gram matrix in slices that depend on the pixels alone', () => {
    const slices = (images: number) =>
      jobsOf(plan({ images, height: 100, width: 90 }).steps, 'gramProduct').map(({ slices }) => slices);
    expect(slices(1)).toEqual([36, 9, 3, 1, 1]);
    expect(slices(7)).toEqual(slices(1));
  });
});
