import { describe, expect, it } from 'vitest';
import { binarise } from '../../barcode/binarise.ts';
import { packBits } from '../../barcode/pack.ts';
import { ALL_LAYERS, type Binarisation } from '../../barcode/profile.ts';
import { randomValues } from '../testing/random-values.ts';
import { planNetwork } from './plan.ts';
import { describeKernels } from './testing/describe-kernels.ts';
import { type Kernels, toDispatch } from './testing/kernels.ts';

/** Entries of a patch: never negative, as sums of products of what ReLU gives. */
const KINDS: Readonly<Record<string, (length: number) => Float32Array>> = {
  random: (length) => randomValues(length, 1).map((value) => value * value),
  'with ties': (length) => randomValues(length, 2).map((value) => Math.round(Math.abs(value))),
  'mostly zero': (length) => randomValues(length, 3).map((value) => Math.max(0, value - 0.5)),
  'all zero': (length) => new Float32Array(length),
  'all equal': (length) => new Float32Array(length).fill(1 / 3),
  'huge and tiny': (length) =>
    randomValues(length, 4).map((value, at) => Math.abs(value) * 2 ** (((at * 53) % 250) - 126)),
  'next to one another': (length) =>
    new Float32Array(Uint32Array.from({ length }, (_, at) => 0x45000000 + ((at * 7) % 300)).buffer),
  subnormal: (length) => new Float32Array(Uint32Array.from({ length }, (_, at) => (at * 31) % 70_000).buffer),
  ascending: (length) => Float32Array.from({ length }, (_, at) => at),
  descending: (length) => Float32Array.from({ length }, (_, at) => length - at),
};

// They know nothing of how features lie: half precision has the same kernels.
describeKernels(['median', 'pack'], ['single'], (kernels) => {
  describe.each<Binarisation>(['per-layer', 'global'])('%s', (binarisation) => {
    it.each<{ counts: readonly number[] }>([
      { counts: [1] },
      { counts: [2] },
      { counts: [3, 5] },
      { counts: [31, 33] },
      { counts: [255, 256, 257] },
      { counts: [2048, 2048, 100] },
      // The ends of five thresholds take more than one vector.
      { counts: [7, 1, 40, 3, 64] },
    ])('$counts entries a layer', async ({ counts }) => {
      const total = counts.reduce((sum, count) => sum + count, 0);
      for (const patches of [1, 2, 3]) {
        for (const kinds of neighbours(Object.keys(KINDS), patches)) {
          const entries = kinds.map((kind) => KINDS[kind]?.(total) ?? new Float32Array());
          const expected = entries.map((ofPatch) => bitsOf(ofPatch, counts, binarisation));
          expect(await barcodesOf(kernels(), entries, counts, binarisation), kinds.join(', ')).toEqual(expected);
        }
      }
    });
  });
});

/** Every run of so many in a circle. */
function neighbours(names: readonly string[], length: number): string[][] {
  return names.map((_, first) => Array.from({ length }, (_, at) => names[(first + at) % names.length] as string));
}

/** What JavaScript makes of a patch, filled with zeros to whole words. */
function bitsOf(entries: Float32Array, counts: readonly number[], binarisation: Binarisation): number[] {
  let end = 0;
  const layers = counts.map((count) => {
    end += count;
    return entries.subarray(end - count, end);
  });
  const bytes = packBits(binarise(layers, binarisation));
  return [...bytes, ...Array<number>(-bytes.length & 3).fill(0)];
}

async function barcodesOf(
  kernels: Kernels,
  entries: readonly Float32Array[],
  counts: readonly number[],
  binarisation: Binarisation,
): Promise<number[][]> {
  const patches = entries.length;
  const kept = new Map(ALL_LAYERS.slice(0, counts.length).map((layer, at) => [layer, counts[at] ?? 0] as const));
  const { steps, bytes } = planNetwork(
    { images: patches, height: 16, width: 16, patches },
    kept,
    binarisation,
    'single',
  );
  const dispatches = steps.filter(({ kernel }) => kernel === 'median' || kernel === 'pack').map(toDispatch);
  const contents = { entries: Float32Array.from(entries.flatMap((ofPatch) => [...ofPatch])) };
  const barcodes = new Uint8Array(await kernels.run({ dispatches, bytes, contents, read: 'barcodes' }));
  const stride = barcodes.length / patches;
  return entries.map((_, patch) => [...barcodes.subarray(patch * stride, (patch + 1) * stride)]);
}
