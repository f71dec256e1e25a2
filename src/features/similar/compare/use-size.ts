import { useLayoutEffect, useState } from 'react';
import type { Size } from './view.ts';

const UNKNOWN: Size = { width: 1, height: 1 };

/** The element's size in screen pixels as it changes. */
export function useSize(element: HTMLElement | null): Size {
  const [size, setSize] = useState(UNKNOWN);
  useLayoutEffect(() => {
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
