import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import { keepInside, panBy, type Size, type View, WHOLE, zoomAt } from './view.ts';

/** Zoom per pixel of the wheel: a notch of 100 pixels zooms by a fifth. */
const WHEEL_SPEED = 0.002;
const STEP = 1.5;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * One view for both sides: dragging moves it, the wheel and two fingers zoom it about where they are.
 * @param side Screen pixels of each side; `content` those of the fitted image at zoom 1.
 */
export function usePanZoom(side: Size, content: Size) {
  const [view, setView] = useState(WHOLE);
  const pointers = useRef(new Map<number, Point>());
  const change = useCallback(
    (to: (view: View) => View) => setView((before) => keepInside(to(before), side, content)),
    [side, content],
  );
  // What fitted a larger side may not fit this one.
  useEffect(() => change((before) => before), [change]);

  const press = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, fromMiddle(event));
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = fromMiddle(event);
    pointers.current.set(event.pointerId, now);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    change((view) => (other ? pinch(view, other, before, now) : panBy(view, now.x - before.x, now.y - before.y)));
  };
  const release = (event: PointerEvent<HTMLElement>) => pointers.current.delete(event.pointerId);

  // React listens for the wheel passively, and then the browser would zoom the page as well.
  const listenToWheel = useCallback(
    (element: HTMLElement | null) => {
      const wheel = (event: WheelEvent) => {
        event.preventDefault();
        const { x, y } = fromMiddle({ ...pointOf(event), currentTarget: element });
        change((before) => zoomAt(before, Math.exp(-event.deltaY * WHEEL_SPEED), x, y));
      };
      element?.addEventListener('wheel', wheel, { passive: false });
      return () => element?.removeEventListener('wheel', wheel);
    },
    [change],
  );

  return {
    view,
    listenToWheel,
    gestures: { onPointerDown: press, onPointerMove: move, onPointerUp: release, onPointerCancel: release },
    zoomIn: useCallback(() => change((before) => zoomAt(before, STEP, 0, 0)), [change]),
    zoomOut: useCallback(() => change((before) => zoomAt(before, 1 / STEP, 0, 0)), [change]),
    showWhole: useCallback(() => setView(WHOLE), []),
  };
}

/** One finger moved while the other stood still: zooms about the still one. */
function pinch(view: View, still: Point, before: Point, now: Point): View {
  const distance = (to: Point) => Math.max(1, Math.hypot(to.x - still.x, to.y - still.y));
  return zoomAt(view, distance(now) / distance(before), still.x, still.y);
}

function pointOf({ clientX, clientY }: { clientX: number; clientY: number }) {
  return { clientX, clientY };
}

/** Pixels from the middle of the side that the pointer is over. */
function fromMiddle(event: { clientX: number; clientY: number; currentTarget: HTMLElement | null }): Point {
  const box = event.currentTarget?.getBoundingClientRect() ?? new DOMRect();
  return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
}
