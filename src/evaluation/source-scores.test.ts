import { expect, it } from 'vitest';
import { mistakenIn, sourceScores } from './source-scores.ts';
import { retrieval } from './test-retrievals.ts';

const RETRIEVALS = [
  retrieval(0, 'a', 'aab'),
  retrieval(1, 'a', 'bbc'),
  retrieval(1, 'b', 'ccb'),
  retrieval(1, 'a', 'bab'),
  retrieval(0, 'c', ''),
];
const SOURCES = ['x', 'y', 'y', 'y', 'x'];

it('give each source its figures over the classes that occur in it, and its failures, most frequent first', () => {
  const colour = RETRIEVALS.map(({ truth, fold }) => retrieval(fold, truth, truth));
  const [x, y] = sourceScores(RETRIEVALS, colour, SOURCES, 3);
  expect(x).toMatchObject({ source: 'x', queries: 2, labels: 2, failures: 1, colour: 1 });
  expect(x?.mistaken).toEqual([{ truth: 'c', predicted: undefined, count: 1 }]);
  expect(y).toMatchObject({ source: 'y', queries: 3, labels: 2, failures: 3 });
  expect(y?.mistaken).toEqual([
    { truth: 'a', predicted: 'b', count: 2 },
    { truth: 'b', predicted: 'c', count: 1 },
  ]);
  // In y nothing is right by vote; a, b and c occur.
  expect(y?.figures).toMatchObject({ top1: 0, mv3: 0, macroF1: 0, balancedAccuracy: 0 });
  // In x: a is right, c is not; no other class occurs.
  expect(x?.figures).toMatchObject({ top1: 1 / 2, macroF1: 1 / 2, balancedAccuracy: 1 / 2 });
});

it('count mistakes by what was taken for what', () => {
  expect(mistakenIn(RETRIEVALS, 1).map(({ truth, predicted, count }) => `${truth}${predicted}${count}`)).toEqual([
    'ab2',
    'bc1',
    'cundefined1',
  ]);
});
