import { useState } from 'react';
import type { SlideArea } from '../../base/slide.ts';
import type { QueryId } from '../../ui/routes.ts';
import { type Lattice, patchAt, patchDrawn } from './lattice.ts';
import type { ViewerActions } from './viewer/use-slide-viewer.ts';

/** How near the edges of a drawn rectangle must come to those of a patch to mean it, in screen pixels. */
const NEAR = 3;

/** A drawn rectangle smaller than this in screen pixels was a click that slipped. */
const LEAST_DRAWN = 5;

export interface Pointing {
  /** The patch below the pointer. */
  readonly hoveredId: number | undefined;
  /** The rectangle that is being drawn. */
  readonly drawn: SlideArea | undefined;
  readonly actions: ViewerActions;
}

/**
 * What a person points at on a slide: a click searches with the patch there, a drawn rectangle with the region or with the
 * patch that it traces.
 */
export function usePointing(
  lattice: Lattice | undefined,
  slidePath: string,
  onSearch: (queryId: QueryId) => void,
  onDrawn: () => void,
): Pointing {
  const [hoveredId, setHoveredId] = useState<number>();
  const [drawn, setDrawn] = useState<SlideArea>();
  const actions: ViewerActions = {
    onClick: ({ x, y }) => {
      const patchId = lattice && patchAt(lattice, x, y);
      if (patchId !== undefined) onSearch({ kind: 'patch', patchId });
    },
    onHover: (point) => setHoveredId(lattice && point ? patchAt(lattice, point.x, point.y) : undefined),
    onDrawing: setDrawn,
    onDrawn: (area, zoom) => {
      onDrawn();
      if (Math.min(area.width, area.height) * zoom < LEAST_DRAWN) return;
      const patchId = lattice && patchDrawn(lattice, area, NEAR / zoom);
      onSearch(patchId === undefined ? { kind: 'region', slidePath, area } : { kind: 'patch', patchId });
    },
  };
  return { hoveredId, drawn, actions };
}
