// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Patch } from '../../../columns/patch-chunk.ts';
import type { Hit } from '../../../search/hits.ts';
import type { Addresses } from '../addresses.ts';
import type { Search } from '../search/use-search.ts';
import { useComparison } from './use-comparison.ts';

const hit = (id: number) => ({ hit: { patchId: id } as Hit, patch: { id } as Patch });
const SEARCH = { found: [hit(1), hit(2), hit(3)], foundFor: 'a', isSearching: false } as unknown as Search;
const IN_GALLERY = { besideOf: () => undefined } as unknown as Addresses;
const ON_SLIDES = { besideOf: ({ id }: Patch) => `/beside/${id}` } as unknown as Addresses;

beforeEach(() => history.replaceState(null, '', '/'));
afterEach(cleanup);

function renderComparison(addresses: Addresses) {
  return renderHook((search: Search) => useComparison(search, addresses), { initialProps: SEARCH });
}

it('a hit is compared until it is closed, or another result is there', () => {
  const { result, rerender } = renderComparison(IN_GALLERY);
  expect(result.current.rank).toBeUndefined();
  act(() => result.current.compare(2));
  expect(result.current.rank).toBe(2);
  rerender({ ...SEARCH, isSearching: true });
  expect(result.current.rank).toBeUndefined();
  rerender({ ...SEARCH, foundFor: 'b' });
  expect(result.current.rank).toBeUndefined();
  rerender(SEARCH);
  act(() => result.current.compare(undefined));
  expect(result.current.rank).toBeUndefined();
});

it('when an edit has taken hits away, the last one that is left is compared', () => {
  const { result, rerender } = renderComparison(IN_GALLERY);
  act(() => result.current.compare(3));
  rerender({ ...SEARCH, found: [hit(1), hit(2)] });
  expect(result.current.rank).toBe(2);
});

it('where both lie on slides, the slides stand side by side instead', () => {
  const { result } = renderComparison(ON_SLIDES);
  act(() => result.current.compare(3));
  expect(location.pathname).toBe('/beside/3');
  expect(result.current.rank).toBeUndefined();
});
