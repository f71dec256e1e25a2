import { expect, it } from 'vitest';
import { fromSums, queryCosts } from './costs.ts';
import { meanSd } from './mean-sd.ts';

it('has the median and quartiles of numpy.percentile', () => {
  // numpy.percentile([7, 1, 3, 10], [25, 50, 75]): 2.5, 5, 7.75.
  expect(queryCosts([7, 1, 3, 10])).toEqual({ queries: 4, median: 5, quartiles: [2.5, 7.75] });
  expect(queryCosts([4])).toEqual({ queries: 1, median: 4, quartiles: [4, 4] });
});

it('takes mean and deviation from sums', () => {
  const values = [0.31, 0.29, 0.4];
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value ** 2, 0);
  const [own, expected] = [fromSums(3, sum, squares), meanSd(values)];
  expect(own.mean).toBeCloseTo(expected.mean ?? 0, 12);
  expect(own.sd).toBeCloseTo(expected.sd ?? 0, 12);
  expect(fromSums(1, 2, 4)).toEqual({ mean: 2, sd: null });
  expect(fromSums(0, 0, 0)).toEqual({ mean: null, sd: null });
});
