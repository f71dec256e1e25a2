import { useEffect, useRef, useState } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ErrorReport, toErrorReport } from '../../../base/errors.ts';
import { slideReaders } from '../../../engine/decoding/slide-reader-pool.ts';
import type { OpenSlide } from '../../../engine/slides/open-slide.ts';
import type { SlideRecord } from '../../../library/schema.ts';
import type { Camera } from './camera.ts';
import type { WantedTile } from './slide-tiles.ts';
import { SlideViewer, type SlideViewerOptions } from './slide-viewer.ts';
import type { ViewLink } from './view-link.ts';

/** Changes with every picture while the view moves: listen to it only where that is meant. */
export type CameraStore = StoreApi<{ readonly camera: Camera | undefined }>;

export type ViewerActions = Pick<SlideViewerOptions, 'onClick' | 'onHover' | 'onDrawing' | 'onDrawn'>;

export interface ViewerPlaces {
  /** The viewer fills it. */
  readonly element: HTMLElement | null;
  /** The small picture of the whole slide fills it. */
  readonly navigator: HTMLElement | null;
}

export interface ViewedSlide {
  readonly places: ViewerPlaces;
  readonly slide: SlideRecord;
  /** The same for as long as the viewer is wanted. */
  readonly open: OpenSlide;
  readonly actions: ViewerActions;
  /** A drag draws a region instead of moving the view. */
  readonly isDrawing: boolean;
  readonly link: ViewLink | undefined;
}

/** A viewer of an opened slide for as long as its places are there. */
export function useSlideViewer(viewed: ViewedSlide) {
  const { places, isDrawing, link } = viewed;
  const { element, navigator } = places;
  const [viewer, setViewer] = useState<SlideViewer>();
  const [failure, setFailure] = useState<ErrorReport>();
  const [cameras] = useState<CameraStore>(() => createStore(() => ({ camera: undefined })));
  const latest = useRef(viewed);
  latest.current = viewed;
  useEffect(() => {
    if (!element || !navigator) return;
    const { slide, open } = latest.current;
    let release = () => {};
    const made = new SlideViewer({
      element,
      navigator,
      label: `${slide.path}: arrows move, + and - zoom, 0 shows all, Enter searches with the patch in the middle`,
      info: slide.info,
      readTile: (tile, signal) => readTile(open, tile, signal),
      animates: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      onReady: () => {
        release = link?.add(made, slide.info.micronsPerPixel) ?? release;
        // The screen keeps the focus that a link to this slide had.
        const { activeElement } = document;
        if (activeElement !== document.body && activeElement?.contains(element)) made.focus();
        setViewer(made);
      },
      onMove: (camera) => {
        cameras.setState({ camera });
        link?.moved(made, camera);
      },
      onFailure: (thrown) => setFailure(toErrorReport(thrown)),
      onClick: (point) => latest.current.actions.onClick(point),
      onHover: (point) => latest.current.actions.onHover(point),
      onDrawing: (area) => latest.current.actions.onDrawing(area),
      onDrawn: (area, zoom) => latest.current.actions.onDrawn(area, zoom),
    });
    const lead = () => link?.lead(made);
    const gestures = ['pointerdown', 'wheel', 'keydown'] as const;
    for (const gesture of gestures) element.addEventListener(gesture, lead, { capture: true, passive: true });
    return () => {
      for (const gesture of gestures) element.removeEventListener(gesture, lead, { capture: true });
      release();
      made.destroy();
      setViewer(undefined);
      setFailure(undefined);
    };
  }, [element, navigator, link, cameras]);
  useEffect(() => {
    if (viewer) viewer.isDrawing = isDrawing;
  }, [viewer, isDrawing]);
  return { viewer, cameras, failure, forgetFailure: () => setFailure(undefined) };
}

function readTile(open: OpenSlide, { level, column, row }: WantedTile, signal: AbortSignal) {
  if (level.stored !== undefined) return slideReaders().readTile(open, level.stored, column, row, signal);
  const [left, top] = [column * level.tileWidth, row * level.tileHeight];
  const width = Math.min(level.tileWidth, level.width - left);
  const height = Math.min(level.tileHeight, level.height - top);
  const { downsample } = level;
  const area = { x: left * downsample, y: top * downsample, width: width * downsample, height: height * downsample };
  return slideReaders().readArea(open, area, width, height, signal);
}
