// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { type Lattice, latticeOf } from './lattice.ts';
import { usePointing } from './use-pointing.ts';

afterEach(cleanup);

const area = (x: number, width = 100) => ({ x, y: 0, width, height: 100 });

/** Patches 3 and 4 side by side, 100 pixels each. */
const LATTICE = latticeOf([
  { id: 3, area: area(0) },
  { id: 4, area: area(100) },
]);

function renderPointing(lattice: Lattice | undefined = LATTICE) {
  const [onSearch, onDrawn] = [vi.fn(), vi.fn()];
  const { result } = renderHook(() => usePointing(lattice, 'a.svs', onSearch, onDrawn));
  return { result, onSearch, onDrawn };
}

it('a click searches with the patch that lies there, and with nothing where none is', () => {
  const { result, onSearch } = renderPointing();
  result.current.actions.onClick({ x: 150, y: 50 });
  result.current.actions.onClick({ x: 250, y: 50 });
  expect(onSearch.mock.calls).toEqual([[{ kind: 'patch', patchId: 4 }]]);
});

it('the patch below the pointer is known until the pointer leaves', () => {
  const { result } = renderPointing();
  act(() => result.current.actions.onHover({ x: 50, y: 50 }));
  expect(result.current.hoveredId).toBe(3);
  act(() => result.current.actions.onHover(undefined));
  expect(result.current.hoveredId).toBeUndefined();
});

it('a rectangle is a region, or the patch that it traces as near as the screen shows it', () => {
  const { result, onSearch, onDrawn } = renderPointing();
  act(() => result.current.actions.onDrawing(area(20)));
  expect(result.current.drawn).toEqual(area(20));
  result.current.actions.onDrawn(area(20), 1);
  result.current.actions.onDrawn(area(102, 97), 1);
  result.current.actions.onDrawn(area(102, 97), 4);
  expect(onDrawn).toHaveBeenCalledTimes(3);
  expect(onSearch.mock.calls).toEqual([
    [{ kind: 'region', slidePath: 'a.svs', area: area(20) }],
    [{ kind: 'patch', patchId: 4 }],
    [{ kind: 'region', slidePath: 'a.svs', area: area(102, 97) }],
  ]);
});

it('a rectangle of a few screen pixels was a click that slipped: drawing ends, and nothing is searched', () => {
  const { result, onSearch, onDrawn } = renderPointing();
  result.current.actions.onDrawn(area(20, 40), 0.1);
  expect(onDrawn).toHaveBeenCalledOnce();
  expect(onSearch).not.toHaveBeenCalled();
});

it('a slide without patches has regions all the same', () => {
  const [onSearch, onDrawn] = [vi.fn(), vi.fn()];
  const { result } = renderHook(() => usePointing(undefined, 'a.svs', onSearch, onDrawn));
  result.current.actions.onClick({ x: 50, y: 50 });
  result.current.actions.onDrawn(area(0), 1);
  expect(onSearch.mock.calls).toEqual([[{ kind: 'region', slidePath: 'a.svs', area: area(0) }]]);
});
