/** From barcodes to figures: what the page would say of held-out tissue, of other organs and of what is no tissue. */
import { hammingDistance } from '../../src/barcode/hamming.ts';
import { tallyOf, VOTERS } from '../../src/barcode/vote.ts';
import { colourVariety } from '../../src/base/colour-histogram.ts';
import { bitSetOf } from '../../src/columns/bit-set.ts';
import { areaUnderCurve } from '../../src/evaluation/auc.ts';
import { expectedCalibrationError, type Forecast } from '../../src/evaluation/scale/calibration-error.ts';
import {
  agreementAt,
  type DistanceScale,
  type Judged,
  recordOf,
  scaleOf,
  standingOf,
  UNLIKE,
  unlikenessOf,
} from '../../src/evaluation/scale/distance-scale.ts';
import { drawPairs, sampleIds } from '../../src/search/scale/draw-sample.ts';
import { DEPTH, PAIRS, sampleSize } from '../../src/search/scale/neighbour-sample.ts';
import type { EncodedPatch } from './page/page.ts';

export interface KnownPatch extends EncodedPatch {
  readonly label: string;
  readonly slide: string;
}

/** Images of one kind beside held-out tissue. */
export interface Beside {
  readonly images: number;
  /** How well they are told from held-out tissue, by how much they stand out from the collection. */
  readonly auroc: number | null;
  /** The share of which the page says that nothing resembles them. */
  readonly flagged: number;
}

export interface HeldOut {
  /** Tiles that were queries, each with its slide left out. */
  readonly tiles: number;
  /** The share of which the page says that nothing resembles them. */
  readonly flagged: number;
  readonly accuracy: number;
  /** Of "this close, so many share a label", for the nearest hit. */
  readonly calibrationError: number | null;
  /** Of "such votes are right for so many", for votes with a majority. */
  readonly voteCalibrationError: number | null;
  /** For each tile how much it stands out; above 1 nothing is said to resemble it. */
  readonly strangeness: readonly number[];
}

/** Distances between all patches of a collection, so that any slide can be left out. */
export class Collection {
  readonly patches: readonly KnownPatch[];
  readonly #distances: Uint16Array;
  readonly #varieties: readonly number[];

  constructor(patches: readonly KnownPatch[]) {
    const { length } = patches;
    this.patches = patches;
    this.#varieties = patches.map(({ histogram }) => colourVariety(histogram));
    this.#distances = new Uint16Array(length * length);
    for (let a = 0; a < length; a++) {
      for (let b = 0; b < a; b++) {
        const distance = hammingDistance(this.#at(a).barcode, this.#at(b).barcode);
        this.#distances[a * length + b] = distance;
        this.#distances[b * length + a] = distance;
      }
    }
  }

  /** The scale of those patches that are on none of the slides left out, as the app measures it. */
  scale(leftOut?: string, withColours = true): DistanceScale {
    const ids = this.#idsWithout(leftOut);
    const slides = Uint32Array.from(ids, (id) => this.#slideNumber(id));
    const all = bitSetOf(ids.length, true);
    const pairs = [...drawPairs(all, ids.length, PAIRS, slides)].map(([a, b]) => this.#between(ids[a], ids[b]));
    const queries = Array.from(sampleIds(all, ids.length, sampleSize(ids.length)), (place) => {
      const id = ids[place] as number;
      const others = ids.filter((other) => this.#at(other).slide !== this.#at(id).slide);
      return {
        label: this.#at(id).label,
        variety: withColours ? this.#varieties[id] : undefined,
        neighbours: this.#nearest(others, (other) => this.#between(id, other)),
      };
    });
    const scale = scaleOf({ pairKind: 'across-sources', patches: ids.length, pairs, queries });
    if (!scale) throw new Error('too few tiles for a scale');
    return scale;
  }

  /** Every tile is a query, with its slide left out of the references and of the scale. */
  holdOut(withColours = true): HeldOut {
    const strangeness: number[] = [];
    const hits: Forecast[] = [];
    const votes: Forecast[] = [];
    let flagged = 0;
    for (const slide of new Set(this.patches.map((patch) => patch.slide))) {
      const scale = this.scale(slide, withColours);
      const ids = this.#idsWithout(slide);
      for (const [id, { label }] of this.patches.entries()) {
        if (this.#at(id).slide !== slide) continue;
        const found = this.#nearest(ids, (other) => this.#between(id, other));
        const [first] = found;
        if (!first) continue;
        const judged = { distance: first.distance, variety: withColours ? this.#varieties[id] : undefined };
        flagged += Number(unlikenessOf(standingOf(scale, judged)) !== undefined);
        strangeness.push(strangenessOf(scale, judged));
        const share = agreementAt(scale, first.distance);
        if (share !== undefined) hits.push({ share, holds: first.label === label });
        const { majority, labels } = tallyOf(found.slice(0, VOTERS).map((hit) => hit.label));
        const record = majority === undefined ? undefined : recordOf(scale, labels[0]?.supporters.length ?? 0);
        if (record) votes.push({ share: record.share, holds: majority === label });
      }
    }
    return {
      tiles: strangeness.length,
      flagged: flagged / strangeness.length,
      accuracy: hits.filter(({ holds }) => holds).length / hits.length,
      calibrationError: expectedCalibrationError(hits),
      voteCalibrationError: expectedCalibrationError(votes),
      strangeness,
    };
  }

  /** Images from outside beside the held-out tissue. */
  beside(images: readonly EncodedPatch[], held: HeldOut, withColours = true): Beside {
    const scale = this.scale(undefined, withColours);
    const judged = images.map(({ barcode, histogram }) => ({
      distance: Math.min(...this.patches.map((patch) => hammingDistance(patch.barcode, barcode))),
      variety: withColours ? colourVariety(histogram) : undefined,
    }));
    const flagged = judged.filter((each) => unlikenessOf(standingOf(scale, each)) !== undefined).length;
    const tally = (positives: number, negatives: number) => (score: number) => ({ score, positives, negatives });
    const auroc = areaUnderCurve(
      merge([
        ...judged.map((each) => strangenessOf(scale, each)).map(tally(1, 0)),
        ...held.strangeness.map(tally(0, 1)),
      ]),
    );
    return { images: images.length, auroc, flagged: flagged / images.length };
  }

  #nearest(ids: readonly number[], distanceTo: (id: number) => number) {
    const found = ids.map((id) => ({ id, distance: distanceTo(id), label: this.#at(id).label }));
    return found.sort((a, b) => a.distance - b.distance || a.id - b.id).slice(0, DEPTH);
  }

  #idsWithout(slide: string | undefined): number[] {
    return [...this.patches.keys()].filter((id) => this.#at(id).slide !== slide);
  }

  #slideNumber(id: number): number {
    return this.patches.findIndex(({ slide }) => slide === this.#at(id).slide);
  }

  #between(a = 0, b = 0): number {
    return this.#distances[a * this.patches.length + b] as number;
  }

  #at(id: number): KnownPatch {
    return this.patches[id] as KnownPatch;
  }
}

/** How much a query stands out: above 1 what the page calls unlike. Shares that no patch reaches count as half of one. */
export function strangenessOf(scale: DistanceScale, judged: Judged): number {
  const { asFar, asPlain } = standingOf(scale, judged);
  const far = UNLIKE.far / Math.max(asFar, 0.5 / scale.nearest.length);
  return asPlain === undefined ? far : Math.max(far, UNLIKE.plain / Math.max(asPlain, 0.5 / scale.varieties.length));
}

/** One tally a score, as `areaUnderCurve` wants them. */
function merge(tallies: readonly { readonly score: number; readonly positives: number; readonly negatives: number }[]) {
  const merged = new Map<number, { score: number; positives: number; negatives: number }>();
  for (const { score, positives, negatives } of tallies) {
    const known = merged.get(score) ?? { score, positives: 0, negatives: 0 };
    merged.set(score, known);
    known.positives += positives;
    known.negatives += negatives;
  }
  return [...merged.values()];
}
