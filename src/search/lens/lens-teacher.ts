import { barcodeBits, barcodeBytes } from '../../barcode/profile.ts';
import { voteOf } from '../../barcode/vote.ts';
import { AppError } from '../../base/errors.ts';
import type { Gain } from '../../base/gain.ts';
import type { CallContext } from '../../base/rpc.ts';
import { drawQueries } from '../../evaluation/draw-queries.ts';
import { gainOf, isWorthwhile, type Obstacle, obstacleTo } from '../../evaluation/lens-check.ts';
import type { Partition } from '../../evaluation/partition.ts';
import { getCollection } from '../../library/collections.ts';
import { readPatches } from '../../library/patches.ts';
import type { SourceRule } from '../../library/schema.ts';
import { readBarcodes } from '../../library/segments.ts';
import { sourceNamer } from '../../library/sources.ts';
import { NOBODY } from '../scan-job.ts';
import { SearchIndex } from '../search-index.ts';
import { fitLens } from './fit-lens.ts';
import { anchorsAmong, nearestByLens } from './leave-out.ts';
import type { Lens } from './lens.ts';

/** Whether a lens wins on a collection, as far as that can be told. */
export type LensCheck =
  | { readonly kind: 'obstacle'; readonly obstacle: Obstacle }
  | { readonly kind: 'checked'; readonly gain: Gain; readonly isWorthwhile: boolean };

/** Labelled patches that a check looks at, evenly from labels and paths: what it takes grows with their square. */
const MOST_CHECKED = 5_000;

const VOTING = 3;

interface Labelled {
  readonly id: number;
  readonly path: string;
  readonly label: string;
  readonly source: string;
}

export interface FitRequest {
  readonly collectionId: string;
  /** What teaches in place of the labels, of patches by path: the worker knows no tables. */
  readonly words?: ReadonlyMap<string, string> | undefined;
}

export interface CheckRequest extends FitRequest {
  /** Of patches by path, where a table says what makes a case. */
  readonly cases?: ReadonlyMap<string, string> | undefined;
}

/** Learns a similarity from a collection's labels, and finds out whether it wins. Served in a worker; keeps nothing between calls. */
export class LensTeacher {
  /**
   * Searches with each source through a lens fitted on the others, and without one.
   * @throws AppError collection-missing, record-damaged, search-out-of-memory, storage-failed; the signal's reason when aborted.
   */
  async check({ collectionId, ...told }: CheckRequest, { signal, progress }: CallContext<number>): Promise<LensCheck> {
    const { profile, sourceRule } = await getCollection(collectionId);
    const all = await readLabelled(collectionId, sourceRule, signal, told);
    const obstacle = obstacleTo(all);
    if (obstacle) return { kind: 'obstacle', obstacle };
    const patches = some(all);
    const barcodes = await readThose(collectionId, patches, barcodeBytes(profile), signal);
    const labels = patches.map(({ label }) => label);
    const partition = bySource(patches);
    const keptApart = Int32Array.from(patches.keys());
    const learned = await nearestByLens(
      { barcodes, bits: barcodeBits(profile), labels, partition, keptApart, depth: VOTING },
      signal,
      progress,
    );
    const index = new SearchIndex(barcodeBytes(profile));
    index.put(0, barcodes);
    const sourceOf = Uint32Array.from(partition.fold);
    const plain = await index.nearestOfAll({ n: VOTING, sourceOf }, signal, () => {});
    const isRight = (at: number, found: readonly number[]) =>
      Number(voteOf(found.map((other) => labels[other] ?? ''))?.label === labels[at]);
    const gain = gainOf(
      patches.map(({ source }, at) => {
        const nearest = plain.ids.subarray(at * VOTING, (at + 1) * VOTING).filter((id) => id !== NOBODY);
        return { unit: source, first: isRight(at, learned.neighboursOf(at)), second: isRight(at, [...nearest]) };
      }),
    );
    if (!gain) throw new AppError('unexpected', 'no patch was asked with');
    return { kind: 'checked', gain, isWorthwhile: isWorthwhile(gain, shareOfMostFrequent(labels)) };
  }

  /**
   * @returns Undefined where the labels teach nothing.
   * @throws What `check` throws.
   */
  async fit(
    { collectionId, ...told }: FitRequest,
    { signal, progress }: CallContext<number>,
  ): Promise<Lens | undefined> {
    const { profile, sourceRule } = await getCollection(collectionId);
    const patches = await readLabelled(collectionId, sourceRule, signal, told);
    const labels = patches.map(({ label }) => label);
    const { positions, numbers } = anchorsAmong(labels, [...patches.keys()]);
    const anchors = positions.flatMap((at) => patches[at] ?? []);
    const barcodes = await readThose(collectionId, anchors, barcodeBytes(profile), signal);
    return fitLens({ barcodes, bits: barcodeBits(profile), labels: numbers }, signal, progress);
  }
}

/** Patches with a label, in id order. */
async function readLabelled(
  collectionId: string,
  rule: SourceRule,
  signal: AbortSignal,
  { cases, words }: Omit<CheckRequest, 'collectionId'>,
): Promise<Labelled[]> {
  const nameSource = await sourceNamer(rule);
  const labelled: Labelled[] = [];
  for await (const chunk of readPatches(collectionId)) {
    signal.throwIfAborted();
    for (const patch of chunk) {
      const { id, path } = patch;
      const label = words ? (words.get(path) ?? '') : patch.label;
      if (label !== '') labelled.push({ id, path, label, source: cases?.get(path) ?? nameSource(patch) });
    }
  }
  return labelled;
}

/** All, or as many as are checked at most. */
function some(all: readonly Labelled[]): readonly Labelled[] {
  const everything: Partition = {
    queries: Int32Array.from(all.keys()),
    fold: new Int32Array(all.length),
    references: new Uint8Array(all.length),
    foldNames: [],
    unmatched: 0,
  };
  return [...drawQueries(everything, all, { queries: MOST_CHECKED, seed: 1 }).queries].flatMap((at) => all[at] ?? []);
}

function bySource(patches: readonly Labelled[]): Partition {
  const foldNames = [...new Set(patches.map(({ source }) => source))].sort();
  const folds = new Map(foldNames.map((name, fold) => [name, fold]));
  return {
    queries: Int32Array.from(patches.keys()),
    fold: Int32Array.from(patches, ({ source }) => folds.get(source) ?? 0),
    references: new Uint8Array(patches.length).fill(1),
    foldNames,
    unmatched: 0,
  };
}

/** The barcodes of some patches, ascending by id, one after another. */
async function readThose(
  collectionId: string,
  patches: readonly Labelled[],
  bytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const places = new Map(patches.map(({ id }, at) => [id, at]));
  const barcodes = new Uint8Array(patches.length * bytes);
  for await (const { firstId, barcodes: run, damaged = [] } of readBarcodes(collectionId)) {
    signal.throwIfAborted();
    for (const id of damaged) if (places.has(id)) throw new AppError('record-damaged', `patch ${id}`);
    for (let row = 0; (row + 1) * bytes <= run.length; row++) {
      const place = places.get(firstId + row);
      if (place !== undefined) barcodes.set(run.subarray(row * bytes, (row + 1) * bytes), place * bytes);
    }
  }
  return barcodes;
}

function shareOfMostFrequent(labels: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(...counts.values()) / labels.length;
}
