import type { KeyboardEvent } from 'react';
import type { SlideViewer } from './slide-viewer.ts';

/** Screen pixels that an arrow key moves by. */
const STEP = 80;
const ZOOM_STEP = 1.5;

/** Keys of a viewer: arrows move, + and - zoom, 0 shows the whole slide, Enter searches with what is in the middle. */
export function viewerKeys(viewer: SlideViewer | undefined, onEnter: () => void) {
  return (event: KeyboardEvent) => {
    const isOnButton = event.target instanceof Element && event.target.closest('button, [role="slider"]') !== null;
    if (!viewer || isOnButton || event.altKey || event.ctrlKey || event.metaKey) return;
    const act = actionOf(event.key, viewer, onEnter);
    if (!act) return;
    event.preventDefault();
    act();
  };
}

function actionOf(key: string, viewer: SlideViewer, onEnter: () => void): (() => void) | undefined {
  switch (key) {
    case 'ArrowLeft':
      return () => viewer.panBy(-STEP, 0);
    case 'ArrowRight':
      return () => viewer.panBy(STEP, 0);
    case 'ArrowUp':
      return () => viewer.panBy(0, -STEP);
    case 'ArrowDown':
      return () => viewer.panBy(0, STEP);
    case '+':
    case '=':
      return () => viewer.zoomBy(ZOOM_STEP);
    case '-':
      return () => viewer.zoomBy(1 / ZOOM_STEP);
    case '0':
      return () => viewer.goHome();
    case 'Enter':
      return onEnter;
    case 'Escape':
      return () => viewer.giveUpDrawing();
    default:
      return undefined;
  }
}
