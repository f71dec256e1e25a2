import { useEffect, useRef, useState } from 'react';
import { formatPlace } from '../../ui/format.ts';
import { type Lattice, patchAt } from './lattice.ts';
import { magnificationAt } from './magnification.ts';
import type { SlideViewer } from './viewer/slide-viewer.ts';

/** Milliseconds after the last key: the view has come to rest, and nobody is talked over. */
const QUIET = 600;

/**
 * What is announced once keys have moved the view: how large it is, where its middle lies, and whether a patch is there
 * to search with. `listen` is to be called for each such key.
 */
export function useSpokenView(
  viewer: SlideViewer | undefined,
  lattice: Lattice | undefined,
  micronsPerPixel: number | undefined,
): { readonly spoken: string; readonly listen: () => void } {
  const [spoken, setSpoken] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const listen = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => viewer && setSpoken(describeView(viewer, lattice, micronsPerPixel)), QUIET);
  };
  return { spoken, listen };
}

function describeView(viewer: SlideViewer, lattice: Lattice | undefined, micronsPerPixel: number | undefined): string {
  const { x, y, zoom } = viewer.camera;
  const isOnPatch = lattice !== undefined && patchAt(lattice, x, y) !== undefined;
  const place = `${magnificationAt(zoom, micronsPerPixel)}, the middle at ${formatPlace({ x: Math.round(x), y: Math.round(y) }, micronsPerPixel)}`;
  return isOnPatch ? `${place}. Enter searches with the patch there.` : `${place}, where no patch is indexed.`;
}
