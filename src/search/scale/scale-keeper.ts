import { colourVariety } from '../../base/colour-histogram.ts';
import { has } from '../../columns/bit-set.ts';
import {
  type DistanceScale,
  type PairKind,
  type SampledPatch,
  scaleOf,
} from '../../evaluation/scale/distance-scale.ts';
import { readColoursOf } from '../../library/patches.ts';
import type { Findable } from '../findable.ts';
import type { SearchIndex } from '../search-index.ts';
import { NeighbourSample, pairDistances, type Sampled, type SampledNeighbours } from './neighbour-sample.ts';

/** The open collection, as the search worker holds it. */
export interface Measured {
  readonly collectionId: string;
  readonly index: SearchIndex;
  readonly findable: Findable;
  readonly damaged: ReadonlySet<number>;
  /** Whether distances are those of the index' lens. */
  readonly learned: boolean;
}

/**
 * Keeps a collection's scale of distances. It is measured anew when the collection is opened, and not stored: that takes
 * seconds, a stored one would be wrong after every label, rule of sources or patch that changed elsewhere, and exports of
 * every version have all it needs.
 */
export class ScaleKeeper {
  readonly #measured: Measured;
  readonly #sample = new NeighbourSample();
  /** Patches that came, went or changed since the last measure; before the first one there is nothing to follow. */
  #changed: Set<number> | undefined;
  /** Of sampled patches; undefined where colours are not stored. */
  readonly #varieties = new Map<number, number | undefined>();

  constructor(measured: Measured) {
    this.#measured = measured;
  }

  /** Patches are new, gone, or have another barcode or source. */
  note(ids: Iterable<number>): void {
    for (const id of ids) this.#changed?.add(id);
  }

  /** What counts as one source has changed. */
  forget(): void {
    this.#sample.clear();
  }

  /** @throws The signal's reason when aborted. */
  async measure(signal: AbortSignal): Promise<DistanceScale | undefined> {
    const { index, findable, damaged, learned } = this.#measured;
    const changed = this.#changed ?? new Set();
    this.#changed = new Set();
    try {
      const allowed = findable.described(index.held, damaged);
      const { patches, pairKind } = this.#census(allowed);
      const sourceOf = pairKind === 'within-source' ? undefined : findable.sourceOf;
      const sampled: Sampled = { index, allowed, sourceOf, learned };
      const neighbours = await this.#sample.update(sampled, changed, signal);
      const pairs = await pairDistances(sampled, signal);
      await this.#readVarieties(neighbours, changed);
      return scaleOf({ pairKind, patches, pairs, queries: neighbours.map((each) => this.#toSampledPatch(each)) });
    } catch (thrown) {
      this.note(changed);
      throw thrown;
    }
  }

  #census(allowed: Sampled['allowed']): { readonly patches: number; readonly pairKind: PairKind } {
    const { index, findable } = this.#measured;
    const { sourceOf } = findable;
    const sources = new Set<number>();
    let patches = 0;
    for (let id = 0; id < index.held; id++) {
      if (!has(allowed, id)) continue;
      patches++;
      sources.add(sourceOf[id] as number);
    }
    if (sources.size <= 1) return { patches, pairKind: 'within-source' };
    return { patches, pairKind: sources.size === patches ? 'across-images' : 'across-sources' };
  }

  async #readVarieties(sampled: readonly SampledNeighbours[], changed: ReadonlySet<number>): Promise<void> {
    const ids = new Set(sampled.map(({ id }) => id));
    for (const id of [...this.#varieties.keys()]) if (!ids.has(id) || changed.has(id)) this.#varieties.delete(id);
    const missing = [...ids].filter((id) => !this.#varieties.has(id));
    const colours = await readColoursOf(this.#measured.collectionId, missing);
    for (const id of missing) {
      const histogram = colours.get(id)?.histogram;
      this.#varieties.set(id, histogram && colourVariety(histogram));
    }
  }

  #toSampledPatch({ id, neighbours }: SampledNeighbours): SampledPatch {
    const { findable, learned } = this.#measured;
    return {
      // How often neighbours share a label is not told of a distance that these very labels have taught: they flatter it.
      label: learned ? '' : findable.labelOf(id),
      variety: this.#varieties.get(id),
      neighbours: neighbours.map((neighbour) => ({
        distance: neighbour.distance,
        label: findable.labelOf(neighbour.id),
      })),
    };
  }
}
