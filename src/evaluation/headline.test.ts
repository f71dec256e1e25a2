import { expect, it } from 'vitest';
import { headlineOf } from './headline.ts';
import { scoresOf } from './scores.ts';
import { retrieval } from './test-retrievals.ts';

/** A group of three with two right votes, and one of a single wrong one. */
const SCORES = scoresOf(
  [retrieval(0, 'a', 'aaa'), retrieval(0, 'a', 'aab'), retrieval(0, 'b', 'aab'), retrieval(1, 'b', 'aaa')],
  3,
);

it('counts each random fold the same: (2/3 + 0/1) / 2', () => {
  expect(headlineOf(SCORES, { kind: 'folds', k: 2, seed: 1 }).accuracy.mean).toBeCloseTo(1 / 3, 12);
});

it('counts each patch the same where groups differ in size: 2/4, and the classes 2/2 and 0/2', () => {
  const { accuracy, sensitivity } = headlineOf(SCORES, { kind: 'leave-out', pattern: 'x' });
  expect(accuracy.mean).toBe(0.5);
  expect(sensitivity.mean).toBe(0.5);
  expect(accuracy.sd).toBe(SCORES.accuracy.sd);
});
