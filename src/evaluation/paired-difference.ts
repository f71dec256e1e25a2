import { groupBy } from './group-by.ts';
import { type Interval, jackknifeInterval } from './jackknife.ts';

/** The same query searched in two ways. */
export interface Pair {
  /** See `spreadFigures`. */
  readonly unit: string;
  /** 1 where the vote was right, else 0. */
  readonly first: number;
  readonly second: number;
}

/** How two ways of searching differ on the same queries. */
export interface PairedDifference {
  readonly queries: number;
  /** Shares of right votes, 0 to 1. */
  readonly first: number;
  readonly second: number;
  /** 95 %, of `first - second`. */
  readonly interval: Interval | null;
  readonly units: number;
  /** Units in which the first is right more often, and less often; in the others they are even. */
  readonly up: number;
  readonly down: number;
  /** What the interval supports: undefined where it holds 0, and for fewer than `LEAST_UNITS` units. */
  readonly verdict: 'higher' | 'lower' | undefined;
}

/**
 * With five units, all five in favour of one side come by chance in one case of sixteen (the exact sign test), more than the
 * one of twenty that a 95 % interval allows.
 */
export const LEAST_UNITS = 6;

/** @returns Undefined for no pairs. */
export function pairedDifference(pairs: readonly Pair[]): PairedDifference | undefined {
  const queries = pairs.length;
  if (queries === 0) return undefined;
  const first = sum(pairs, ({ first }) => first);
  const second = sum(pairs, ({ second }) => second);
  const units = [...groupBy(pairs, ({ unit }) => unit).values()].map((own) => ({
    queries: own.length,
    gain: sum(own, (pair) => pair.first - pair.second),
  }));
  const difference = (first - second) / queries;
  const without = units.map((own) => {
    const left = queries - own.queries;
    return left === 0 ? null : (first - second - own.gain) / left;
  });
  const interval = jackknifeInterval(difference, without);
  return {
    queries,
    first: first / queries,
    second: second / queries,
    interval,
    units: units.length,
    up: units.filter(({ gain }) => gain > 0).length,
    down: units.filter(({ gain }) => gain < 0).length,
    verdict: units.length < LEAST_UNITS ? undefined : verdictOf(interval),
  };
}

function verdictOf(interval: Interval | null): PairedDifference['verdict'] {
  if (!interval || (interval[0] <= 0 && interval[1] >= 0)) return undefined;
  return interval[0] > 0 ? 'higher' : 'lower';
}

function sum<Item>(items: readonly Item[], figureOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + figureOf(item), 0);
}
