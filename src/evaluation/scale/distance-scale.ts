/**
 * What a distance means in a collection, by a sample of its patches: how near random pairs are, how near each patch has its
 * nearest, and how often a neighbour at a distance has the same label. Always between patches of different sources (slides
 * or cases) where there are any: patches of one slide look alike because they lie side by side.
 */
import { tallyOf, VOTERS } from '../../barcode/vote.ts';
import { fitFalling, type Observation, type Step, shareAt } from './isotonic.ts';
import { countAbove, countBelow } from './quantile.ts';

/** Between patches of different sources, of different images where no sources are known, or within the only source. */
export type PairKind = 'across-sources' | 'across-images' | 'within-source';

/** What was drawn from a collection. */
export interface ScaleSample {
  readonly pairKind: PairKind;
  /** Patches that there were. */
  readonly patches: number;
  /** Distances of random pairs, in any order. */
  readonly pairs: readonly number[];
  /** Random patches, each with its nearest. */
  readonly queries: readonly SampledPatch[];
}

export interface SampledPatch {
  /** Empty for none. */
  readonly label: string;
  /** See colourVariety; undefined where its colours are not stored. */
  readonly variety: number | undefined;
  /** Nearest first. */
  readonly neighbours: readonly { readonly distance: number; readonly label: string }[];
}

/** How often a vote of one kind named the label of the patch that it was about. */
export interface VoteRecord {
  /** Voters, of VOTERS, that agreed. */
  readonly supporters: number;
  readonly share: number;
  /** Votes of that kind. */
  readonly count: number;
}

export interface DistanceScale {
  readonly pairKind: PairKind;
  readonly patches: number;
  /** Ascending. */
  readonly pairs: Float64Array;
  /** From each sampled patch to its nearest, ascending. */
  readonly nearest: Float64Array;
  /** Of each sampled patch whose colours are stored, ascending. */
  readonly varieties: Float64Array;
  /** How often a neighbour has the same label, by its distance; none where too few tell. */
  readonly agreement: readonly Step[];
  /** How often votes by a majority were right, by their supporters; kinds with too few are left out. */
  readonly votes: readonly VoteRecord[];
}

/** With fewer pairs or patches, a distribution is not told. */
const LEAST_PAIRS = 200;
export const LEAST_PATCHES = 50;

/** Observations from which an agreement is told, and of each of its steps: three a labelled patch. */
export const LEAST_OBSERVATIONS = 150;
export const LEAST_IN_STEP = 50;

/** Votes from which it is told how often they were right. */
const LEAST_VOTES = 30;

/** @returns Undefined when there is too little to tell anything. */
export function scaleOf({ pairKind, patches, pairs, queries }: ScaleSample): DistanceScale | undefined {
  const nearest = queries.flatMap(({ neighbours: [first] }) => (first ? [first.distance] : []));
  if (pairs.length < LEAST_PAIRS || nearest.length < LEAST_PATCHES) return undefined;
  const observations = queries.flatMap(observationsOf);
  return {
    pairKind,
    patches,
    pairs: Float64Array.from(pairs).sort(),
    nearest: Float64Array.from(nearest).sort(),
    varieties: Float64Array.from(queries.flatMap(({ variety }) => variety ?? [])).sort(),
    agreement: observations.length < LEAST_OBSERVATIONS ? [] : fitFalling(observations, LEAST_IN_STEP),
    votes: voteRecords(queries),
  };
}

/**
 * One a labelled neighbour of a labelled patch, of the nearest, which vote. Those behind them are right less often at the same
 * distance, and what is told is told of hits at the top.
 */
function observationsOf({ label, neighbours }: SampledPatch): Observation[] {
  if (label === '') return [];
  return neighbours
    .slice(0, VOTERS)
    .flatMap((neighbour) =>
      neighbour.label === '' ? [] : [{ distance: neighbour.distance, holds: neighbour.label === label }],
    );
}

function voteRecords(queries: readonly SampledPatch[]): VoteRecord[] {
  const kinds = new Map<number, { right: number; count: number }>();
  for (const { label, neighbours } of queries) {
    const { majority, labels } = tallyOf(neighbours.map((neighbour) => neighbour.label));
    const [first] = labels;
    if (label === '' || majority === undefined || !first) continue;
    const kind = kinds.get(first.supporters.length) ?? { right: 0, count: 0 };
    kinds.set(first.supporters.length, kind);
    kind.count++;
    kind.right += Number(majority === label);
  }
  return [...kinds]
    .filter(([, { count }]) => count >= LEAST_VOTES)
    .map(([supporters, { right, count }]) => ({ supporters, share: right / count, count }));
}

/**
 * The share of pairs that are farther apart, 0 to 1. Of `n` pairs the sample tells nothing finer than one in `n`: when none
 * is nearer, the share is `1 - 1 / n` at least, and `isBeyond` says so.
 */
export function shareOfPairsFarther({ pairs }: DistanceScale, distance: number): { share: number; isBeyond: boolean } {
  const farther = countAbove(pairs, distance);
  const isBeyond = farther === pairs.length;
  return { share: isBeyond ? 1 - 1 / pairs.length : farther / pairs.length, isBeyond };
}

/** How often neighbours at a distance have the same label, 0 to 1; undefined where that is not known, as it is beyond all that were observed. */
export function agreementAt({ agreement }: DistanceScale, distance: number): number | undefined {
  return shareAt(agreement, distance);
}

/** How often a vote with so many supporters was right; undefined where too few tell. */
export function recordOf({ votes }: DistanceScale, supporters: number): VoteRecord | undefined {
  return votes.find((record) => record.supporters === supporters);
}

/** What is known of a query that is judged. */
export interface Judged {
  /** To its nearest reference. */
  readonly distance: number;
  /** See colourVariety; undefined where it is not known. */
  readonly variety: number | undefined;
}

/** How a query stands beside the collection's own patches. */
export interface Standing {
  /** The share of patches, 0 to 1, that have their nearest at least as far away. */
  readonly asFar: number;
  /** The share of patches whose colours vary as little; undefined where too few tell. */
  readonly asPlain: number | undefined;
}

/** Varieties from which the share of plain patches is told: of fewer, none would be as rare as PLAIN asks for. */
const LEAST_VARIETIES = 200;

export function standingOf({ nearest, varieties }: DistanceScale, { distance, variety }: Judged): Standing {
  const isTold = variety !== undefined && varieties.length >= LEAST_VARIETIES;
  return {
    asFar: (nearest.length - countBelow(nearest, distance)) / nearest.length,
    asPlain: isTold ? (varieties.length - countAbove(varieties, variety)) / varieties.length : undefined,
  };
}

/** Why nothing in the collection resembles a query: it is too far from all, or plainer than the collection's patches. */
export type Unlikeness = 'far' | 'plain';

/**
 * Shares of a collection's own patches that may stand as a query does for it to be called unlike. Chosen on data: together
 * they leave 98 % of tissue from a slide that the collection has not got as it is (docs/results.md).
 */
export const UNLIKE: Readonly<Record<Unlikeness, number>> = { far: 0.01, plain: 0.005 };

/** @returns Undefined when something resembles it. */
export function unlikenessOf({ asFar, asPlain }: Standing): Unlikeness | undefined {
  if (asFar < UNLIKE.far) return 'far';
  return asPlain !== undefined && asPlain < UNLIKE.plain ? 'plain' : undefined;
}
