import { describe, expect, it } from 'vitest';
import type { Camera } from './camera.ts';
import type { SlideViewer } from './slide-viewer.ts';
import { ViewLink } from './view-link.ts';

/** What the link needs of a viewer. */
class StubViewer {
  camera: Camera;

  constructor(camera: Camera) {
    this.camera = camera;
  }

  moveTo(camera: Camera): void {
    this.camera = camera;
  }
}

function linked() {
  const link = new ViewLink();
  const stubs = [new StubViewer({ x: 100, y: 100, zoom: 1 }), new StubViewer({ x: 700, y: 40, zoom: 4 })] as const;
  const [query, hit] = stubs as unknown as readonly [SlideViewer, SlideViewer];
  const release = [link.add(query, 0.25), link.add(hit, 0.5)];
  const move = (stub: StubViewer, camera: Camera) => {
    stub.camera = camera;
    link.moved(stub as unknown as SlideViewer, camera);
  };
  return { link, stubs, query, hit, move, release };
}

describe('ViewLink', () => {
  it('gives the second view the magnification of the first, once both are where they should be', () => {
    const { link, stubs, query, hit } = linked();
    link.settle(hit);
    expect(stubs[1].camera.zoom).toBe(4);
    link.settle(query);
    expect(stubs[1].camera).toEqual({ x: 700, y: 40, zoom: 2 });
    expect(stubs[0].camera).toEqual({ x: 100, y: 100, zoom: 1 });
  });

  it('lets the other view follow the one that a person moves', () => {
    const { link, stubs, hit, move } = linked();
    link.lead(hit);
    move(stubs[1], { x: 710, y: 30, zoom: 1 });
    expect(stubs[0].camera).toEqual({ x: 120, y: 80, zoom: 0.5 });
  });

  it('does not answer a view that only follows', () => {
    const { link, stubs, query, move } = linked();
    link.lead(query);
    move(stubs[1], { x: 0, y: 0, zoom: 1 });
    expect(stubs[0].camera).toEqual({ x: 100, y: 100, zoom: 1 });
    move(stubs[0], { x: 104, y: 100, zoom: 1 });
    expect(stubs[1].camera).toEqual({ x: 2, y: 0, zoom: 2 });
  });

  it('lets a view go', () => {
    const { link, stubs, query, move, release } = linked();
    release[1]?.();
    link.lead(query);
    move(stubs[0], { x: 0, y: 0, zoom: 3 });
    expect(stubs[1].camera).toEqual({ x: 700, y: 40, zoom: 4 });
  });
});
