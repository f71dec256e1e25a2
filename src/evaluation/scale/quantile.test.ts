import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countAbove, countBelow, quantile } from './quantile.ts';
import expectations from './scale.expected.json';

it.each(expectations.quantiles)('quantiles of $sample.length numbers are those of NumPy', ({ sample, at, values }) => {
  for (const [place, q] of at.entries()) expect(quantile(sample, q)).toBeCloseTo(values[place] as number, 9);
});

it('members below and above a number are those that counting one by one finds', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: -1, max: 21 }), (drawn, value) => {
      const sample = drawn.sort((a, b) => a - b);
      expect(countBelow(sample, value)).toBe(sample.filter((member) => member < value).length);
      expect(countAbove(sample, value)).toBe(sample.filter((member) => member > value).length);
    }),
  );
});
