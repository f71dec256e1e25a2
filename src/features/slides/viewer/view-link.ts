import { type Camera, followCamera } from './camera.ts';
import type { SlideViewer } from './slide-viewer.ts';

interface Linked {
  readonly viewer: SlideViewer;
  readonly micronsPerPixel: number | undefined;
  camera: Camera;
  /** It shows what it was opened for. */
  isSettled: boolean;
}

/** Two views of slides that move as one: what a person does to one, the other follows. */
export class ViewLink {
  readonly #linked = new Map<SlideViewer, Linked>();
  /** The view that a person moves: what the other one does by following is not followed in turn. */
  #leader: SlideViewer | undefined;

  /** @returns Lets the view go. */
  add(viewer: SlideViewer, micronsPerPixel: number | undefined): () => void {
    this.#linked.set(viewer, { viewer, micronsPerPixel, camera: viewer.camera, isSettled: false });
    return () => {
      this.#linked.delete(viewer);
    };
  }

  /** A person takes hold of a view. */
  lead(viewer: SlideViewer): void {
    this.#leader = viewer;
  }

  moved(viewer: SlideViewer, camera: Camera): void {
    const leading = this.#linked.get(viewer);
    if (!leading) return;
    const from = leading.camera;
    leading.camera = camera;
    if (viewer !== this.#leader || isSame(from, camera)) return;
    for (const other of this.#linked.values()) {
      if (other === leading) continue;
      const microns = { moved: leading.micronsPerPixel, following: other.micronsPerPixel };
      other.viewer.moveTo(followCamera({ from, to: camera }, other.viewer.camera, microns), true);
    }
  }

  /** A view shows what it was opened for. Once both do, the one that was added last takes the magnification of the other. */
  settle(viewer: SlideViewer): void {
    const settled = this.#linked.get(viewer);
    if (settled) settled.isSettled = true;
    const [first, last] = this.#linked.values();
    if (!first?.isSettled || !last?.isSettled) return;
    const microns = { moved: first.micronsPerPixel, following: last.micronsPerPixel };
    const { camera } = first.viewer;
    last.viewer.moveTo(followCamera({ from: camera, to: camera }, last.viewer.camera, microns), true);
  }
}

function isSame(a: Camera, b: Camera): boolean {
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom;
}
