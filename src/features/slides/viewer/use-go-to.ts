import { useEffect, useRef } from 'react';
import type { SlideArea } from '../../../base/slide.ts';
import { useOnChange } from '../../../ui/use-change.ts';
import type { SlideViewer } from './slide-viewer.ts';
import type { ViewLink } from './view-link.ts';

export interface Destination {
  /** Names what is gone to: each is gone to once, and a person may move away from it. */
  readonly name: string;
  /** In pixels of level 0; undefined while there is nothing to go to. */
  readonly area: SlideArea | undefined;
  /** Going there leaves the magnification as it is. */
  readonly keepsZoom: boolean;
}

/** Opens a viewer at its destination, and goes on to each further one. */
export function useGoTo(viewer: SlideViewer | undefined, destination: Destination, link: ViewLink | undefined): void {
  const { name, area, keepsZoom } = destination;
  const latest = useRef(area);
  latest.current = area;
  const openedWith = useRef<SlideViewer>(undefined);
  useOnChange(`${name} ${area === undefined}`, () => {
    if (viewer && area && openedWith.current === viewer) viewer.reveal(area, keepsZoom);
  });
  useEffect(() => {
    openedWith.current = viewer;
    if (!viewer) return;
    if (latest.current) viewer.openAt(latest.current);
    link?.settle(viewer);
  }, [viewer, link]);
}
