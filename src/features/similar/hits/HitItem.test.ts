// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { Patch } from '../../../columns/patch-chunk.ts';
import type { DistanceScale } from '../../../evaluation/scale/distance-scale.ts';
import type { Hit } from '../../../search/hits.ts';
import type { Addresses } from '../addresses.ts';
import { HitItem } from './HitItem.tsx';

afterEach(cleanup);

const SCALE: DistanceScale = {
  pairKind: 'across-sources',
  patches: 1_000,
  pairs: Float64Array.from({ length: 1_000 }, (_, at) => 2_000 + at),
  nearest: Float64Array.of(1_000),
  varieties: new Float64Array(0),
  agreement: [{ upTo: 2_500, centre: 2_000, share: 0.81, count: 500 }],
  votes: [],
};

function wordsOf(label: string, scale: DistanceScale | undefined, isUnlike = false): string {
  const likeness = { distance: 2_019, similarity: 0.8, layers: [{ layer: 1, agreement: 0.5 }] };
  const patch: Patch = { collectionId: 'c', id: 7, path: 'a/7.png', label, width: 8, height: 8 };
  const addresses: Addresses = {
    of: () => '/',
    placeOf: () => undefined,
    besideOf: () => undefined,
    shownId: undefined,
    showsPlaces: false,
  };
  const nothing = () => {};
  render(
    createElement(HitItem, {
      rank: 1,
      hit: { patchId: 7, ...likeness, pair: likeness } as Hit,
      patch,
      labelIndex: 0,
      scale,
      isUnlike,
      url: undefined,
      addresses,
      micronsOf: () => undefined,
      isComparable: true,
      onFollow: nothing,
      onCompare: nothing,
      onMoreLike: nothing,
      onLessLike: nothing,
      isSelected: false,
      onSelect: undefined,
    }),
  );
  return screen.getByRole('listitem').textContent ?? '';
}

it('a hit says first what its distance means, and how often neighbours so near share a label', () => {
  expect(wordsOf('fat', SCALE)).toMatch(
    /^1 closer than 98 % of pairs fat this close, 81 % share a label distance 2019 bits, 80\.0 % agree/,
  );
});

it('nothing is said of labels beside a hit without one', () => {
  expect(wordsOf('', SCALE)).not.toContain('share a label');
});

it('nor where nothing really resembles the query', () => {
  const words = wordsOf('fat', SCALE, true);
  expect(words).toContain('closer than 98 % of pairs');
  expect(words).not.toContain('share a label');
});
