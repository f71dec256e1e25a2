import { describe, expect, it } from 'vitest';
import { type Pair, pairedDifference } from './paired-difference.ts';

/** One unit: `both` queries right both ways, `first` only the first way, `second` only the second way. */
function unit(name: string, { both = 0, first = 0, second = 0 }): Pair[] {
  const pairs = (count: number, first: number, second: number) =>
    Array.from({ length: count }, () => ({ unit: name, first, second }));
  return [...pairs(both, 1, 1), ...pairs(first, 1, 0), ...pairs(second, 0, 1)];
}

describe('a paired difference', () => {
  it('of single patches has the interval of the paired t test', () => {
    // Differences 1 1 1 0 0 0 0 -1: mean 1/4, variance 1/2. scipy.stats.ttest_rel: t = 1, 7 degrees of freedom.
    const outcomes = [
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 1],
      [1, 1],
      [0, 0],
      [0, 0],
      [0, 1],
    ] as const;
    const pairs = outcomes.map(([first, second], at) => ({ unit: `${at}`, first, second }));
    const { interval, up, down, units, verdict } = pairedDifference(pairs) ?? {};
    expect([up, down, units, verdict]).toEqual([3, 1, 8, undefined]);
    expect(interval?.[0]).toBeCloseTo(0.25 - 2.364624 * 0.25, 4);
    expect(interval?.[1]).toBeCloseTo(0.25 + 2.364624 * 0.25, 4);
  });

  it('of sources counts the patches of one as dependent', () => {
    // The same 60 patches, each for itself or in six sources: 30 of them are right only the first way, all on three sources.
    const sources = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name, at) =>
      unit(name, at < 3 ? { first: 10 } : { both: 10 }),
    );
    const patches = sources.map((pair, at) => ({ ...pair, unit: `${at}` }));
    expect(pairedDifference(patches)?.verdict).toBe('higher');
    expect(pairedDifference(sources)).toMatchObject({ first: 1, second: 0.5, up: 3, down: 0, units: 6 });
    // Without a source of the first three 20 / 50, without one of the others 30 / 50; t of 5 degrees of freedom.
    const reach = 2.57058 * Math.sqrt((5 / 6) * 6 * 0.1 ** 2);
    expect(pairedDifference(sources)?.interval?.[0]).toBeCloseTo(0.5 - reach, 9);
  });

  it('is no verdict where the interval holds 0, or units are too few to be anything but chance', () => {
    const ahead = (count: number) =>
      Array.from({ length: count }, (_, at) => unit(`${at}`, { both: 9, first: 1 + (at % 2) }));
    expect(pairedDifference(ahead(5).flat())?.verdict).toBeUndefined();
    expect(pairedDifference(ahead(6).flat())?.verdict).toBe('higher');
    const swapped = ahead(6)
      .flat()
      .map(({ unit, first, second }) => ({ unit, first: second, second: first }));
    expect(pairedDifference(swapped)?.verdict).toBe('lower');
    expect(pairedDifference([...ahead(6).flat(), ...unit('7', { second: 20 })])?.verdict).toBeUndefined();
  });

  it('of nothing is none', () => expect(pairedDifference([])).toBeUndefined());
});
