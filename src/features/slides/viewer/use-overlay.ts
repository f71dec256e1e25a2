import { useEffect, useRef } from 'react';
import { type Overlay, paintOverlay } from './paint-overlay.ts';
import type { SlideViewer } from './slide-viewer.ts';
import type { CameraStore } from './use-slide-viewer.ts';

/** Keeps the overlay painted on `canvas`, whenever it changes and while the view moves. */
export function useOverlay(
  canvas: HTMLCanvasElement | null,
  viewer: SlideViewer | undefined,
  cameras: CameraStore,
  overlay: Overlay,
): void {
  const latest = useRef(overlay);
  latest.current = overlay;
  const paint = useRef(() => {});
  useEffect(() => {
    const context = canvas?.getContext('2d');
    if (!canvas || !context || !viewer) return;
    let isAskedFor = 0;
    const paintNow = () => {
      isAskedFor = 0;
      const { width, height } = fitToPage(canvas, context);
      paintOverlay(context, viewer.camera, { width, height }, latest.current, coloursOf(canvas));
    };
    paint.current = () => {
      if (isAskedFor === 0) isAskedFor = requestAnimationFrame(paintNow);
    };
    const sizes = new ResizeObserver(paint.current);
    sizes.observe(canvas);
    const stop = cameras.subscribe(paintNow);
    paintNow();
    return () => {
      cancelAnimationFrame(isAskedFor);
      paint.current = () => {};
      sizes.disconnect();
      stop();
    };
  }, [canvas, viewer, cameras]);
  // Whatever was drawn again may have changed the overlay. Painting waits for the next picture, and is done once for it.
  useEffect(() => paint.current());
}

/** Gives the canvas a pixel for each of the screen's. @returns Its size in CSS pixels. */
function fitToPage(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = devicePixelRatio;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { width, height };
}

/** Rings lie on bright tissue in either theme: the light theme's colours show on it. */
function coloursOf(canvas: HTMLCanvasElement) {
  const style = getComputedStyle(canvas);
  return { query: style.getPropertyValue('--ring-query'), accent: style.getPropertyValue('--ring-accent') };
}
