// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { follow, slidePatch, tableOf } from '../../columns/testing/table-of.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { type OpenCollection, openCollectionStore, useOpened, useOpenedCollection } from './open-collection-store.ts';

const views = follow(tableOf([slidePatch(0, 'a.svs', 0, 0)]));
const collection = (id: string) => ({ id }) as CollectionRecord;
const OPEN: OpenCollection = { status: 'open', collection: collection('a'), patches: views.now(), edits: 0 };

/** As if more patches had been stored. */
const withPatches = (open: OpenCollection): OpenCollection => ({ ...open, patches: Object.create(open.patches) });

beforeEach(() => openCollectionStore.setState(OPEN, true));
afterEach(cleanup);

it('a screen is told of each change of its collection, and of no other one', () => {
  const { result, rerender } = renderHook(({ id }) => useOpenedCollection(id), { initialProps: { id: 'a' } });
  expect(result.current).toBe(OPEN);
  const more = withPatches(OPEN);
  act(() => openCollectionStore.setState(more, true));
  expect(result.current).toBe(more);
  const edited = { ...more, edits: 1 };
  act(() => openCollectionStore.setState(edited, true));
  expect(result.current).toBe(edited);
  rerender({ id: 'b' });
  expect(result.current).toBeUndefined();
  const other = { ...OPEN, collection: collection('b') };
  act(() => openCollectionStore.setState(other, true));
  expect(result.current).toBe(other);
  act(() => openCollectionStore.setState({ status: 'closed' }, true));
  expect(result.current).toBeUndefined();
});

it('what came between its first drawing and its first hearing is not missed', () => {
  const more = withPatches(OPEN);
  const { result } = renderHook(() => {
    const open = useOpenedCollection('a');
    if (openCollectionStore.getState() === OPEN) openCollectionStore.setState(more, true);
    return open;
  });
  expect(result.current).toBe(more);
});

it('a part of it draws a screen again when it is another one, and only then', () => {
  const draw = vi.fn(() => useOpened('a', ({ edits }) => edits));
  const { result } = renderHook(draw);
  const drawn = draw.mock.calls.length;
  act(() => openCollectionStore.setState(withPatches(OPEN), true));
  expect(draw.mock.calls.length).toBe(drawn);
  act(() => openCollectionStore.setState({ ...OPEN, edits: 1 }, true));
  expect(result.current).toBe(1);
});

const PARTS = 40;
const PART_MS = 2;

it('patches that come are drawn over several tasks, and what a person has changed in one', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
  let tasks = 0;
  let drawn: { readonly open: unknown; readonly task: number }[] = [];
  const Part = ({ open }: { open: unknown }) => {
    // Longer, for all of them, than one task may take.
    for (const end = performance.now() + PART_MS; performance.now() < end; );
    drawn.push({ open, task: tasks });
    return null;
  };
  const Screen = () => {
    const open = useOpenedCollection('a');
    return Array.from({ length: PARTS }, (_, key) => createElement(Part, { key, open }));
  };
  const root = createRoot(document.createElement('div'));
  const counting = setInterval(() => tasks++, 0);
  const tasksOfDrawing = async (open: OpenCollection) => {
    drawn = [];
    openCollectionStore.setState(open, true);
    await vi.waitFor(() => expect(drawn.filter((one) => one.open === open)).toHaveLength(PARTS));
    return new Set(drawn.map(({ task }) => task)).size;
  };
  root.render(createElement(Screen));
  await vi.waitFor(() => expect(drawn.length).toBeGreaterThanOrEqual(PARTS));
  const more = withPatches(OPEN);
  expect(await tasksOfDrawing(more)).toBeGreaterThan(1);
  expect(await tasksOfDrawing({ ...more, edits: 1 })).toBe(1);
  clearInterval(counting);
  root.unmount();
  vi.unstubAllGlobals();
});
