import type { SlideArea } from '../../../base/slide.ts';

/** What a view of a slide shows: its middle, in pixels of level 0, and how many screen pixels one of those takes. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Screen pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How much of the view's shorter side an area takes when it is gone to, and between what it is left as it is. */
const SHARES = { least: 0.04, wanted: 0.18, most: 0.7 };

/**
 * The camera that shows an area with what lies around it; undefined when `camera` shows it well already.
 * @param keepsZoom Goes there at the magnification that `camera` has, however small or large that shows the area.
 */
export function fitCamera(camera: Camera, view: Size, area: SlideArea, keepsZoom = false): Camera | undefined {
  const room = Math.min(view.width, view.height);
  const side = Math.max(area.width, area.height);
  const share = (side * camera.zoom) / room;
  const isWellSized = keepsZoom || (share >= SHARES.least && share <= SHARES.most);
  const { x, y } = middleOf(area);
  const isInSight =
    Math.abs(x - camera.x) * camera.zoom < view.width * 0.45 &&
    Math.abs(y - camera.y) * camera.zoom < view.height * 0.45;
  if (isWellSized && isInSight) return undefined;
  return { x, y, zoom: isWellSized ? camera.zoom : (SHARES.wanted * room) / side };
}

export function middleOf({ x, y, width, height }: SlideArea): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The part of the slide that a view shows, in pixels of level 0. */
export function seenArea({ x, y, zoom }: Camera, { width, height }: Size): SlideArea {
  return { x: x - width / zoom / 2, y: y - height / zoom / 2, width: width / zoom, height: height / zoom };
}

/** An area of the slide in screen pixels of the view. */
export function onScreen({ x, y, zoom }: Camera, { width, height }: Size, area: SlideArea): SlideArea {
  return {
    x: (area.x - x) * zoom + width / 2,
    y: (area.y - y) * zoom + height / 2,
    width: area.width * zoom,
    height: area.height * zoom,
  };
}

/**
 * Where a linked view goes when the other one has moved: as far on its slide, in micrometres, and to the same
 * magnification. Where a slide does not know its resolution, pixels of level 0 stand in for micrometres.
 * @param microns Of a pixel of level 0: of the slide that was moved, and of the one that follows.
 */
export function followCamera(
  moved: { readonly from: Camera; readonly to: Camera },
  following: Camera,
  microns: { readonly moved: number | undefined; readonly following: number | undefined },
): Camera {
  const isKnown = microns.moved !== undefined && microns.following !== undefined;
  const ratio = isKnown ? (microns.moved ?? 1) / (microns.following ?? 1) : 1;
  return {
    x: following.x + (moved.to.x - moved.from.x) * ratio,
    y: following.y + (moved.to.y - moved.from.y) * ratio,
    zoom: moved.to.zoom / ratio,
  };
}
