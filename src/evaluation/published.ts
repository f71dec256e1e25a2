import type { LayerNumber } from '../barcode/profile.ts';

/** The twelve layer sets of Table 1 in arXiv 2111.15519, in its order. */
export const PUBLISHED_LAYER_SETS: readonly (readonly LayerNumber[])[] = [
  [1],
  [2],
  [3],
  [4],
  [5],
  [1, 5],
  [2, 5],
  [3, 5],
  [4, 5],
  [2, 3, 5],
  [1, 2, 3, 5],
  [1, 2, 3, 4, 5],
];

/** Data sets of Table 1. */
export type PublishedSet = 'crc' | 'emc' | 'kimia24';

export const PUBLISHED_SETS: Readonly<Record<PublishedSet, string>> = {
  crc: 'colorectal, 5-fold',
  emc: 'endometrial, 5-fold',
  kimia24: 'KimiaPath24, train and test',
};

/** Accuracy and its deviation over folds, in percent, at 512 px with all bits; for KimiaPath24 the patch-to-scan accuracy. */
interface PublishedRow {
  readonly crc: readonly [accuracy: number, sd: number];
  readonly emc: readonly [accuracy: number, sd: number];
  readonly kimia24: number;
}

const TABLE_1: ReadonlyMap<string, PublishedRow> = new Map([
  ['1', { kimia24: 81.74, crc: [91.28, 0.7], emc: [58.14, 1.43] }],
  ['2', { kimia24: 82.19, crc: [90.18, 1.0], emc: [57.57, 2.8] }],
  ['3', { kimia24: 89.81, crc: [92.02, 1.04], emc: [66.81, 1.28] }],
  ['4', { kimia24: 90.49, crc: [93.38, 1.0], emc: [69.02, 2.55] }],
  ['5', { kimia24: 92.38, crc: [94.28, 0.59], emc: [73.77, 1.68] }],
  ['1,5', { kimia24: 92.15, crc: [94.58, 0.59], emc: [73.8, 1.53] }],
  ['2,5', { kimia24: 92.45, crc: [94.7, 0.53], emc: [73.89, 1.64] }],
  ['3,5', { kimia24: 93.06, crc: [94.88, 0.75], emc: [74.92, 1.69] }],
  ['4,5', { kimia24: 92.15, crc: [94.88, 0.95], emc: [74.23, 1.99] }],
  ['2,3,5', { kimia24: 93.21, crc: [95.08, 0.54], emc: [74.47, 2.17] }],
  ['1,2,3,5', { kimia24: 93.21, crc: [95.08, 0.48], emc: [74.56, 1.84] }],
  ['1,2,3,4,5', { kimia24: 92.91, crc: [95.34, 0.76], emc: [73.89, 1.85] }],
]);

/** The row of Table 1 for a layer set, as shares from 0 to 1; undefined when the paper has none. */
export function publishedAccuracy(
  layers: readonly LayerNumber[],
  set: PublishedSet,
): { readonly accuracy: number; readonly sd: number | null } | undefined {
  const row = TABLE_1.get(layers.join(','));
  if (!row) return undefined;
  return set === 'kimia24'
    ? { accuracy: row.kimia24 / 100, sd: null }
    : { accuracy: row[set][0] / 100, sd: row[set][1] / 100 };
}
