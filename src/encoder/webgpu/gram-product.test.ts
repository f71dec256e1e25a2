import { describe, it } from 'vitest';
import type { LayerNumber } from '../../barcode/profile.ts';
import { expectClose, FLOAT32 } from '../testing/expect-close.ts';
import { randomValues } from '../testing/random-values.ts';
import { gramEntries, lowerTriangle } from '../testing/reference.ts';
import { planNetwork } from './plan.ts';
import { describeKernels } from './testing/describe-kernels.ts';
import { toDispatch } from './testing/kernels.ts';
import { fromStored, toStored } from './testing/stored.ts';

const IMAGES = 2;

describeKernels(['gramProduct'], ['single', 'half'], (kernels, precision) => {
  describe.each<[LayerNumber, number]>([
    [1, 64],
    [2, 128],
  ])('layer %i of %i channels', (tap, channels) => {
    it.each([
      [1, 1, 1],
      [1, 7, 1],
      [1, 257, 2],
      [15, 20, 2],
      [23, 25, 3],
    ])('%i x %i pixels in %3$i slices', async (height, width, slices) => {
      const pixels = height * width;
      const stored = toStored(randomValues(IMAGES * pixels * channels, 7), precision);
      // The second layer's features have half the sides of the images.
      const stack = { images: IMAGES, height: height * tap, width: width * tap, patches: IMAGES };
      const { steps, bytes } = planNetwork(stack, new Map([[tap, 1]]), 'per-layer', precision);
      const dispatches = steps.filter(({ kernel }) => kernel === 'gramProduct').map(toDispatch);
      const [features = '', partials = ''] = dispatches[0]?.buffers ?? [];
      const contents = { [features]: stored };
      const result = new Float32Array(await kernels().run({ dispatches, bytes, contents, read: partials }));

      const values = fromStored(stored.slice().buffer, stored.length, precision);
      const indices = lowerTriangle(channels);
      for (let number = 0; number < IMAGES * slices; number++) {
        const first = Math.floor(number / slices) * pixels;
        const slice = number % slices;
        const begin = first + Math.floor((slice * pixels) / slices);
        const end = first + Math.floor(((slice + 1) * pixels) / slices);
        const ofSlice = values.subarray(begin * channels, end * channels);
        const actual = Float32Array.from(indices, (index) => result[number * channels ** 2 + index] as number);
        expectClose(actual, gramEntries(ofSlice, channels, indices), 8 * FLOAT32);
      }
    });
  });
});
