// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { DistanceScale } from '../../../evaluation/scale/distance-scale.ts';
import type { FoundPatch } from '../hits/HitList.tsx';
import { Evidence, unlikelyOf } from './Evidence.tsx';

/** Of 1,000 patches, whose nearest are 500 to 1,499 bits away. */
const SCALE: DistanceScale = {
  pairKind: 'across-sources',
  patches: 1_000,
  pairs: Float64Array.from({ length: 20_000 }, (_, at) => 1_000 + at),
  nearest: Float64Array.from({ length: 1_000 }, (_, at) => 500 + at),
  varieties: Float64Array.from({ length: 1_000 }, (_, at) => (at + 1) / 1_000),
  agreement: [],
  votes: [],
};

afterEach(cleanup);

function show(distance: number, variety?: number): void {
  const nearest = [0, 1, 2].map(
    (id) => ({ hit: { distance, pair: { distance } }, patch: { id, label: 'fat' } }) as unknown as FoundPatch,
  );
  const unlikeness = unlikelyOf(SCALE, nearest, variety);
  const known = { scale: SCALE, scaleStatus: 'measured', isLearned: false } as const;
  const looks = { isSlow: false, labelIndices: new Map(), urlOf: () => undefined };
  render(createElement(Evidence, { nearest, references: 1_000, found: nearest, unlikeness, ...known, ...looks }));
}

it.each([
  [1_489, undefined],
  [1_489, 0.005],
])('what is %i bits away, and varies by %s, has a vote', (distance, variety) => {
  show(distance, variety);
  expect(screen.queryByText(/Vote:/)).not.toBeNull();
  expect(screen.queryByText(/really resembles/)).toBeNull();
});

it.each([
  [1_491, undefined, 'farther away than that of'],
  [600, 0.004, 'almost all one colour'],
])('what is %i bits away, and varies by %s, resembles nothing here, and has no vote', (distance, variety, why) => {
  show(distance, variety);
  expect(screen.getByRole('status').textContent).toContain('Nothing in this collection really resembles this.');
  expect(screen.getByRole('status').textContent).toContain(why);
  expect(screen.queryByText(/Vote:/)).toBeNull();
});

it('is judged by plain distances, whatever ranks the hits', () => {
  const likeness = { distance: 1_400, learned: { cosine: 0, distance: 2_000 } };
  const nearest = [{ hit: { ...likeness, pair: likeness }, patch: { id: 0 } }] as unknown as FoundPatch[];
  expect(unlikelyOf(SCALE, nearest, undefined)).toBeUndefined();
});
