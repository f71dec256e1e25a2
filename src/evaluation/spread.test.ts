import { describe, expect, it } from 'vitest';
import { jackknifeInterval } from './jackknife.ts';
import { spreadFigures } from './spread.ts';
import { tFor95 } from './student-t.ts';
import { retrieval } from './test-retrievals.ts';

describe('spread', () => {
  it('is the sample deviation of the folds, and an interval over the units', () => {
    // Three sources of two, one and one: 1 of 2, 1 of 1, 0 of 1 right; 2 of 4 in all.
    const retrievals = [retrieval(0, 'a', 'a'), retrieval(0, 'a', 'b'), retrieval(1, 'a', 'a'), retrieval(2, 'b', 'a')];
    const { value, sd, interval } = spreadFigures(retrievals, 1, ['x', 'x', 'y', 'z']).top1;
    expect(value).toBe(1 / 2);
    expect(sd).toBeCloseTo(Math.sqrt(((1 / 2 - 1 / 2) ** 2 + (1 - 1 / 2) ** 2 + (0 - 1 / 2) ** 2) / 2), 12);
    // Without x 1 of 2, without y 1 of 3, without z 2 of 3; t of two degrees of freedom. Wider than 0 to 1: cut off.
    const without = [1 / 2, 1 / 3, 2 / 3];
    const reach = 4.30265 * Math.sqrt((2 / 3) * without.reduce((sum, one) => sum + (one - 1 / 2) ** 2, 0));
    expect(jackknifeInterval(1 / 2, without)).toEqual([1 / 2 - reach, 1 / 2 + reach]);
    expect(interval).toEqual([0, 1]);
  });

  it('of one unit or one fold is not known', () => {
    const { sd, interval } = spreadFigures([retrieval(0, 'a', 'a'), retrieval(0, 'a', 'b')], 1, ['x', 'x']).mv3;
    expect([sd, interval]).toEqual([null, null]);
  });

  it('takes a class that one source alone has out with its source', () => {
    // Without z there is no b: F1 of a alone, 1. Without x: a is predicted only, b never, both 0.
    const retrievals = [retrieval(0, 'a', 'a'), retrieval(1, 'b', 'a')];
    const { value, interval } = spreadFigures(retrievals, 1, ['x', 'z']).macroF1;
    expect(value).toBeCloseTo((2 / 3 + 0) / 2, 12);
    expect(interval).toEqual([0, 1]);
  });

  /** scipy.stats.t.ppf(0.975, degrees), SciPy 1.10.1. */
  it.each([
    [1, 12.706205],
    [4, 2.776445],
    [9, 2.262157],
    [10, 2.228139],
    [11, 2.200985],
    [20, 2.085963],
    [60, 2.000298],
    [1000, 1.962339],
  ])('has Student’s t for %d degrees of freedom', (degrees, expected) => {
    expect(tFor95(degrees)).toBeCloseTo(expected, 4);
  });
});
