// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { follow, slidePatch, tableOf } from '../../columns/testing/table-of.ts';
import { questionStore } from '../../engine/question/question-store.ts';
import type { Hit, SearchQuestion } from '../../search/hits.ts';
import type { QueryId } from '../../ui/routes.ts';
import { usePlaces } from './use-places.ts';

const AREA = { x: 0, y: 0, width: 256, height: 256 };
const patches = follow(
  tableOf([slidePatch(0, 'a.svs', 0, 0), slidePatch(1, 'b.svs', 0, 0), slidePatch(2, 'a.svs', 1, 0)]),
).now();

beforeEach(() => questionStore.setState({ current: undefined }));
afterEach(cleanup);

function placesOf(queryId: QueryId | undefined) {
  return renderHook(() => usePlaces(patches, 'a.svs', queryId)).result;
}

it('of the query and its hits, what lies on this slide has a place', () => {
  const places = placesOf({ kind: 'patch', patchId: 0 });
  expect(places.current.query).toEqual(AREA);
  expect(places.current.hits).toEqual([]);
  const hits = [{ patchId: 1 }, { patchId: 2 }] as Hit[];
  act(() => questionStore.setState({ current: { key: 'a', question: {} as SearchQuestion, learned: false, hits } }));
  expect(places.current.hits).toEqual([{ ...AREA, x: 256 }]);
  expect(places.current.areaOf(1)).toBeUndefined();
  expect(places.current.areaOf(9)).toBeUndefined();
});

it('a patch or a region of another slide has none here', () => {
  expect(placesOf({ kind: 'patch', patchId: 1 }).current.query).toBeUndefined();
  expect(placesOf({ kind: 'region', slidePath: 'b.svs', area: AREA }).current.query).toBeUndefined();
  expect(placesOf({ kind: 'region', slidePath: 'a.svs', area: AREA }).current.query).toEqual(AREA);
  expect(placesOf(undefined).current.query).toBeUndefined();
});
