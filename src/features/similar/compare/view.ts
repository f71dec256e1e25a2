/** What both sides of a comparison show: one zoom and one offset, so that they move as one. */
export interface View {
  /** 1 fits the larger image into its side. */
  readonly zoom: number;
  /** Screen pixels from the side's middle to the image's middle. */
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const WHOLE: View = { zoom: 1, x: 0, y: 0 };
const MOST_ZOOM = 32;

/** Screen pixels an image pixel takes at zoom 1: the same for both images, and neither is cut. */
export function fitScale(side: Size, images: readonly Size[]): number {
  const width = Math.max(...images.map((image) => image.width));
  const height = Math.max(...images.map((image) => image.height));
  return Math.min(side.width / width, side.height / height);
}

/** Zooms by `factor` so that what lies at (x, y), in screen pixels from the middle, stays there. */
export function zoomAt(view: View, factor: number, x: number, y: number): View {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, view.zoom * factor));
  const change = zoom / view.zoom;
  return { zoom, x: x - (x - view.x) * change, y: y - (y - view.y) * change };
}

export function panBy(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Keeps the fitted area, `content` screen pixels large at zoom 1, from leaving a side of size `side`. */
export function keepInside(view: View, side: Size, content: Size): View {
  const most = (inner: number, outer: number) => Math.max(0, (inner * view.zoom - outer) / 2);
  return {
    zoom: view.zoom,
    x: clamp(view.x, most(content.width, side.width)),
    y: clamp(view.y, most(content.height, side.height)),
  };
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0 - most, value));
}
