import { barcodeBits, barcodeBytes } from '../../barcode/profile.ts';
import { voteOf } from '../../barcode/vote.ts';
import { AppError } from '../../base/errors.ts';
import type { Gain } from '../../base/gain.ts';
import type { CallContext } from '../../base/rpc.ts';
import { drawQueries } from '../../evaluation/draw-queries.ts';
import {
  gainOf,
  isWorthwhile,
  type Obstacle,
  obstacleTo,
  type RobustCheck,
  robustCheckOf,
} from '../../evaluation/lens-check.ts';
import type { Partition } from '../../evaluation/partition.ts';
import { getCollection, listCollections } from '../../library/collections.ts';
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
  | {
      readonly kind: 'checked';
      readonly gain: Gain;
      readonly isWorthwhile: boolean;
      /** How the Robust profile does on the same patches; undefined where no other collection has them in it. */
      readonly robust: RobustCheck | undefined;
    };

/** Labelled patches that a check looks at, evenly from labels and paths: what it takes grows with their square. */
const MOST_CHECKED = 5_000;

const VOTING = 3;

/** Of the patches that are checked, another collection must have so many for its profile to be judged by it. */
const LEAST_SHARED = 0.95;

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
    const plain = await rightByBits(barcodes, barcodeBytes(profile), patches, signal);
    const searched = patches.map((patch, at) => ({
      ...patch,
      plain: plain[at] ?? 0,
      learned: isRight(labels, at, learned.neighboursOf(at)),
    }));
    const gain = gainOf(
      searched.map(({ source, learned, plain }) => ({ unit: source, first: learned, second: plain })),
    );
    if (!gain) throw new AppError('unexpected', 'no patch was asked with');
    const robust = profile.stain === undefined ? await checkRobust(collectionId, searched, signal) : undefined;
    return { kind: 'checked', gain, isWorthwhile: isWorthwhile(gain, shareOfMostFrequent(labels)), robust };
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

/** A patch that was searched with, its source left out, and whether the vote was right: 1, or 0. */
interface Searched extends Labelled {
  readonly plain: number;
  readonly learned: number;
}

/** How the Robust profile does on the same patches, in the first other collection that has nearly all of them in it. */
async function checkRobust(
  collectionId: string,
  searched: readonly Searched[],
  signal: AbortSignal,
): Promise<RobustCheck | undefined> {
  const byPath = new Map(searched.map((patch) => [patch.path, patch]));
  const others = (await listCollections()).filter(
    ({ id, profileName, unfinished }) => id !== collectionId && profileName === 'robust' && !unfinished,
  );
  for (const { id, name, profile } of others) {
    const shared: Searched[] = [];
    for await (const chunk of readPatches(id)) {
      signal.throwIfAborted();
      for (const { id: itsId, path } of chunk) {
        const patch = byPath.get(path);
        if (patch) shared.push({ ...patch, id: itsId });
      }
    }
    if (shared.length < LEAST_SHARED * searched.length) continue;
    const barcodes = await readThose(id, shared, barcodeBytes(profile), signal);
    const robust = await rightByBits(barcodes, barcodeBytes(profile), shared, signal);
    return robustCheckOf(
      name,
      shared.map(({ source, plain, learned }, at) => ({ source, plain, learned, robust: robust[at] ?? 0 })),
    );
  }
  return undefined;
}

/** Whether the nearest by plain distances vote rightly about each patch, its source left out: 1, or 0. */
async function rightByBits(
  barcodes: Uint8Array,
  bytes: number,
  patches: readonly Labelled[],
  signal: AbortSignal,
): Promise<number[]> {
  const index = new SearchIndex(bytes);
  index.put(0, barcodes);
  const labels = patches.map(({ label }) => label);
  const sourceOf = Uint32Array.from(bySource(patches).fold);
  const { ids } = await index.nearestOfAll({ n: VOTING, sourceOf }, signal, () => {});
  return patches.map((_, at) =>
    isRight(
      labels,
      at,
      [...ids.subarray(at * VOTING, (at + 1) * VOTING)].filter((id) => id !== NOBODY),
    ),
  );
}

function isRight(labels: readonly string[], at: number, found: readonly number[]): number {
  return Number(voteOf(found.map((other) => labels[other] ?? ''))?.label === labels[at]);
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
