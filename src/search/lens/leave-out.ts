import { add, bitSetOf } from '../../columns/bit-set.ts';
import { learnableLabels } from '../../evaluation/lens-check.ts';
import { NearestTable } from '../../evaluation/nearest-table.ts';
import type { Partition } from '../../evaluation/partition.ts';
import { NOBODY } from '../scan-job.ts';
import { SearchIndex } from '../search-index.ts';
import { chooseAnchors } from './choose-anchors.ts';
import { fitLens } from './fit-lens.ts';

/** Lenses that are fitted at most: with more folds, several are left out together, and each still searches all the others. */
const MOST_FITS = 20;

/** Each 25 ms of a fit's hundreds or thousands is told; searching takes a small share of a turn. */
const SHARE_OF_FIT = 0.9;

export interface LeftOut {
  /** Packed, one after another. */
  readonly barcodes: Uint8Array;
  readonly bits: number;
  readonly labels: readonly string[];
  /** Which patches are queries, and which are their references. */
  readonly partition: Partition;
  /** Patches with the same number never find each other. */
  readonly keptApart: Int32Array;
  /** Neighbours kept. */
  readonly depth: number;
}

/**
 * The nearest of each query by a lens that was fitted on what is in other folds alone, where nothing tells labels apart by
 * plain distances.
 * @param onProgress Told the share done, 0 to 1.
 * @throws AppError search-out-of-memory; the signal's reason when aborted.
 */
export async function nearestByLens(
  leftOut: LeftOut,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<NearestTable> {
  const { barcodes, bits, labels, partition, keptApart, depth } = leftOut;
  const { queries, fold, references, foldNames } = partition;
  const bytes = Math.ceil(bits / 8);
  const table = new NearestTable(labels.length, depth, queries);
  const index = new SearchIndex(bytes);
  index.put(0, barcodes);
  const turns = Math.min(MOST_FITS, foldNames.length);
  for (let turn = 0; turn < turns; turn++) {
    const isOut = (at: number) => (fold[at] ?? 0) >= 0 && (fold[at] ?? 0) % turns === turn;
    const left = queries.filter(isOut);
    const fitted = [...labels.keys()].filter((at) => references[at] === 1 && !isOut(at));
    if (left.length === 0) continue;
    const { positions, numbers } = anchorsAmong(labels, fitted);
    const chosen = { barcodes: pick(barcodes, bytes, positions), bits, labels: numbers };
    const lens = await fitLens(chosen, signal, (share) => onProgress((turn + SHARE_OF_FIT * share) / turns));
    await index.learn(lens, signal);
    const allowed = bitSetOf(labels.length, false);
    for (const at of labels.keys()) if (references[at] === 1) add(allowed, at);
    for (const at of left) add(allowed, at);
    const wanted = { n: depth, sourceOf: Uint32Array.from(fold), keptApart, allowed, learned: lens !== undefined };
    const found = await index.nearestOfSome(Uint32Array.from(left), wanted, signal);
    for (const [place, query] of left.entries()) {
      for (let rank = place * depth; rank < (place + 1) * depth; rank++) {
        const id = found.ids[rank] ?? NOBODY;
        if (id !== NOBODY) table.offer(query, id, found.distances[rank] ?? 0);
      }
    }
    onProgress((turn + 1) / turns);
  }
  return table;
}

/**
 * The patches among `positions` that a lens is fitted on, ascending, with their labels numbered.
 * @param labels Of all patches.
 */
export function anchorsAmong(
  labels: readonly string[],
  positions: readonly number[],
): { readonly positions: readonly number[]; readonly numbers: readonly number[] } {
  const learnable = [...learnableLabels(positions.map((at) => labels[at] ?? ''))].sort();
  const numbers = new Map(learnable.map((label, number) => [label, number]));
  const numberOf = (at: number) => numbers.get(labels[at] ?? '') ?? 0;
  const learned = positions.filter((at) => numbers.has(labels[at] ?? ''));
  const anchors = chooseAnchors(learned.map(numberOf)).map((at) => learned[at] ?? 0);
  return { positions: anchors, numbers: anchors.map(numberOf) };
}

function pick(barcodes: Uint8Array, bytes: number, positions: readonly number[]): Uint8Array {
  const picked = new Uint8Array(positions.length * bytes);
  for (const [row, at] of positions.entries()) picked.set(barcodes.subarray(at * bytes, (at + 1) * bytes), row * bytes);
  return picked;
}
