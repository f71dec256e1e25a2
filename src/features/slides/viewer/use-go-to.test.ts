// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { SlideViewer } from './slide-viewer.ts';
import { type Destination, useGoTo } from './use-go-to.ts';
import type { ViewLink } from './view-link.ts';

afterEach(cleanup);

const fakeViewer = () => ({ openAt: vi.fn(), reveal: vi.fn() });
const HIT: Destination = { name: 'hit', area: { x: 5, y: 0, width: 9, height: 9 }, keepsZoom: false };
const QUERY: Destination = { name: 'query', area: { x: 0, y: 0, width: 9, height: 9 }, keepsZoom: true };
const NOWHERE: Destination = { name: 'query', area: undefined, keepsZoom: true };

function renderGoTo(viewer: ReturnType<typeof fakeViewer> | undefined, destination: Destination) {
  const link = { settle: vi.fn() };
  const rendered = renderHook(
    (props) => useGoTo(props.viewer as unknown as SlideViewer, props.destination, link as unknown as ViewLink),
    { initialProps: { viewer, destination } },
  );
  return { ...rendered, link };
}

it('a viewer opens at its destination, and is settled then', () => {
  const viewer = fakeViewer();
  const { rerender, link } = renderGoTo(undefined, HIT);
  expect(link.settle).not.toHaveBeenCalled();
  rerender({ viewer, destination: HIT });
  expect(viewer.openAt.mock.calls).toEqual([[HIT.area]]);
  expect(link.settle).toHaveBeenCalledExactlyOnceWith(viewer);
  expect(viewer.reveal).not.toHaveBeenCalled();
});

it('it goes to each further destination once, and a person may move away from it', () => {
  const viewer = fakeViewer();
  const { rerender } = renderGoTo(viewer, HIT);
  rerender({ viewer, destination: { ...HIT, area: { x: 5, y: 0, width: 9, height: 9 } } });
  expect(viewer.reveal).not.toHaveBeenCalled();
  rerender({ viewer, destination: QUERY });
  rerender({ viewer, destination: { ...QUERY } });
  expect(viewer.reveal.mock.calls).toEqual([[QUERY.area, true]]);
  expect(viewer.openAt).toHaveBeenCalledOnce();
});

it('what is read only after the viewer has opened is gone to when it is there', () => {
  const viewer = fakeViewer();
  const { rerender } = renderGoTo(viewer, NOWHERE);
  expect(viewer.openAt).not.toHaveBeenCalled();
  rerender({ viewer, destination: QUERY });
  expect(viewer.reveal.mock.calls).toEqual([[QUERY.area, true]]);
});

it('another viewer opens at the present destination', () => {
  const [first, second] = [fakeViewer(), fakeViewer()];
  const { rerender } = renderGoTo(first, HIT);
  rerender({ viewer: second, destination: QUERY });
  expect(second.openAt.mock.calls).toEqual([[QUERY.area]]);
  expect(second.reveal).not.toHaveBeenCalled();
});
