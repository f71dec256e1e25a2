import { NearestHeap, type Neighbour } from '../../barcode/nearest.ts';
import { yieldToMessages } from '../../base/yield-to-messages.ts';
import { type BitSet, has } from '../../columns/bit-set.ts';
import { NOBODY } from '../scan-job.ts';
import type { SearchIndex } from '../search-index.ts';
import { drawPairs, sampleIds } from './draw-sample.ts';

/** Neighbours kept of each sampled patch: as many hits as a person sees at first. */
export const DEPTH = 10;

/** Random pairs, which tell of one in so many. */
export const PAIRS = 20_000;

/** Pairs compared between two looks at the clock. */
const PAIRS_AT_ONCE = 250;

/**
 * Sampled patches: each is compared with the whole collection, so that a large one has fewer. Two thousand tell a share
 * to 1.1 points (the standard error of one half), three hundred to 3.
 */
const SAMPLE = { most: 2_000, least: 300, comparisons: 2e7 } as const;

/** What is sampled from. */
export interface Sampled {
  readonly index: Pick<SearchIndex, 'held' | 'barcodeOf' | 'scoresOf' | 'nearestOfSome' | 'distanceOfPair' | 'inBits'>;
  /** Patches that take part: those that are there, whole and described. */
  readonly allowed: BitSet;
  /** When given, neighbours and pairs are of different sources: the source of patch `id` at `id`. */
  readonly sourceOf: Uint32Array | undefined;
  /** Whether distances are those of the index' lens; in bits like others. */
  readonly learned: boolean;
}

/** Of each sampled patch its nearest, nearest first. */
type Nearest = Map<number, readonly Neighbour[]>;

/** A sampled patch and its nearest, nearest first. */
export interface SampledNeighbours {
  readonly id: number;
  readonly neighbours: readonly Neighbour[];
}

/** Patches to be sampled of so many. */
export function sampleSize(patches: number): number {
  return Math.max(SAMPLE.least, Math.min(SAMPLE.most, Math.round(SAMPLE.comparisons / Math.max(1, patches))));
}

/**
 * A seeded sample of a collection's patches with the nearest of each, kept up to date: what is new or has changed is
 * compared with the sample alone, and only patches that come into the sample are compared with the whole collection.
 */
export class NeighbourSample {
  #nearest: Nearest = new Map();

  /** Forgets everything: what counts as one source has changed. */
  clear(): void {
    // An update under way goes on with the former one.
    this.#nearest = new Map();
  }

  /**
   * Brings the sample up to date.
   * @param changed Patches that are new, gone, or have another barcode or source since the last time.
   * @returns By id.
   * @throws The signal's reason when aborted; the sample is then as far as it came, and the same changes must be given again.
   */
  async update(sampled: Sampled, changed: ReadonlySet<number>, signal: AbortSignal): Promise<SampledNeighbours[]> {
    const { index, allowed, sourceOf, learned } = sampled;
    const { held } = index;
    const ids = sampleIds(allowed, held, sampleSize(held));
    const nearest = this.#nearest;
    forgetChanged(nearest, new Set(ids), allowed, changed);
    await offerChanged(nearest, sampled, changed, signal);
    const missing = ids.filter((id) => !nearest.has(id));
    const found = await index.nearestOfSome(missing, { n: DEPTH, sourceOf, allowed, learned }, signal);
    for (const [place, id] of missing.entries()) nearest.set(id, neighboursAt(found, place));
    return Array.from(ids, (id) => ({ id, neighbours: (nearest.get(id) ?? []).map((each) => inBits(sampled, each)) }));
  }
}

/** Keeps those of the sample whose neighbours are all there as they were. */
function forgetChanged(
  nearest: Nearest,
  sampled: ReadonlySet<number>,
  allowed: BitSet,
  changed: ReadonlySet<number>,
): void {
  const isAsItWas = (id: number) => has(allowed, id) && !changed.has(id);
  for (const [id, neighbours] of nearest) {
    const isKept = sampled.has(id) && !changed.has(id) && neighbours.every((neighbour) => isAsItWas(neighbour.id));
    if (!isKept) nearest.delete(id);
  }
}

async function offerChanged(
  nearest: Nearest,
  { index, allowed, sourceOf, learned }: Sampled,
  changed: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<void> {
  const added = Uint32Array.from(changed).filter((id) => id < index.held && has(allowed, id));
  if (added.length === 0) return;
  added.sort();
  for (const [id, neighbours] of nearest) {
    const positives = [index.barcodeOf(id)];
    const distances = await index.scoresOf({ ids: added, positives, byNearest: false, learned }, signal);
    const heap = new NearestHeap(DEPTH);
    for (const neighbour of neighbours) heap.offer(neighbour.id, neighbour.distance);
    for (const [at, other] of added.entries()) {
      if (sourceOf && sourceOf[other] === sourceOf[id]) continue;
      heap.offer(other, distances[at] as number);
    }
    nearest.set(id, heap.ranked());
  }
}

function neighboursAt({ ids, distances }: { ids: Uint32Array; distances: Uint32Array }, place: number): Neighbour[] {
  const found: Neighbour[] = [];
  for (let at = place * DEPTH; at < (place + 1) * DEPTH && ids[at] !== NOBODY; at++) {
    found.push({ id: ids[at] as number, distance: distances[at] as number });
  }
  return found;
}

/** Neighbours are kept in whole numbers, as the kernel has them: their order is exact. */
function inBits({ index, learned }: Sampled, { id, distance }: Neighbour): Neighbour {
  return { id, distance: learned ? index.inBits(distance) : distance };
}

/** Distances of random pairs. @throws The signal's reason when aborted. */
export async function pairDistances(
  { index, allowed, sourceOf, learned }: Sampled,
  signal: AbortSignal,
): Promise<number[]> {
  const distances: number[] = [];
  for (const [a, b] of drawPairs(allowed, index.held, PAIRS, sourceOf)) {
    const distance = index.distanceOfPair(a, b, learned);
    distances.push(learned ? index.inBits(distance) : distance);
    if (distances.length % PAIRS_AT_ONCE > 0) continue;
    await yieldToMessages();
    signal.throwIfAborted();
  }
  return distances;
}
