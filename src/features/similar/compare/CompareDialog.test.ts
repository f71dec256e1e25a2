// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { cleanup, render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { Patch } from '../../../columns/patch-chunk.ts';
import type { Hit } from '../../../search/hits.ts';
import { CompareDialog } from './CompareDialog.tsx';

afterEach(cleanup);

it('says how far the two images are apart, whatever the mean of the examples is', () => {
  const layers = [1, 2, 3].map((layer) => ({ layer, agreement: 0.5 }));
  const pair = { distance: 1_068, similarity: 0.75, layers };
  const hit = { patchId: 1, distance: 1_211, similarity: 0.7, layers, pair } as unknown as Hit;
  const [query, patch] = [0, 1].map(
    (id) => ({ collectionId: 'c', id, path: `${id}.png`, label: '', width: 8, height: 8 }) as Patch,
  ) as [Patch, Patch];
  render(
    createElement(CompareDialog, {
      query: { kind: 'patch', patch: query },
      found: [{ hit, patch }],
      rank: 1,
      scale: undefined,
      labelIndices: new Map(),
      urlOf: () => undefined,
      onRankChange: () => {},
    }),
  );
  const { textContent } = screen.getByRole('dialog', { name: 'Query and hit 1 of 1' });
  expect(textContent).toContain('75.0 % of bits agree, distance 1068 bits.');
  expect(textContent).not.toContain('1211');
});
