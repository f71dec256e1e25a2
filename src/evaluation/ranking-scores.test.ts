import { describe, expect, it } from 'vitest';
import { averagePrecision, precisionAt } from './ranking-scores.ts';
import { retrieval } from './test-retrievals.ts';

describe('precisionAt', () => {
  it('is the share of right ones among the nearest', () => {
    const ranked = retrieval(0, 'a', 'abaabbbbbb');
    expect([1, 3, 5, 10].map((k) => precisionAt(ranked, k))).toEqual([1, 2 / 3, 3 / 5, 3 / 10]);
  });

  it('is the share of those there, where there are fewer', () => {
    expect(precisionAt(retrieval(0, 'a', 'ab'), 5)).toBe(1 / 2);
    expect(precisionAt(retrieval(0, 'a', ''), 5)).toBeNull();
  });
});

describe('averagePrecision', () => {
  // scikit-learn 1.2.1: average_precision_score gives the same for all right ones found.
  it.each([
    // (1/1 + 2/3 + 3/6) / 3
    { retrieved: 'ababbabbbb', relevant: 3, expected: 0.722222 },
    // (1/4 + 2/10) / 2
    { retrieved: 'bbbabbbbba', relevant: 2, expected: 0.225 },
    { retrieved: 'aaaaaaaaaa', relevant: 10, expected: 1 },
    // More right ones than ten ranks can hold: over ten.
    { retrieved: 'aaaaaaaaaa', relevant: 500, expected: 1 },
    // One found, three could have been: (1/1) / 3
    { retrieved: 'abbbbbbbbb', relevant: 3, expected: 0.333333 },
    { retrieved: 'bbb', relevant: 3, expected: 0 },
  ])('of $retrieved with $relevant right ones is $expected', ({ retrieved, relevant, expected }) => {
    expect(averagePrecision(retrieval(0, 'a', retrieved, { relevant }))).toBeCloseTo(expected, 6);
  });

  it('is not defined where nothing right could be found', () => {
    expect(averagePrecision(retrieval(0, 'a', 'bbb', { relevant: 0 }))).toBeNull();
  });
});
