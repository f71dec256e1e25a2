import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitCamera, followCamera, onScreen, seenArea } from './camera.ts';

const view = { width: 800, height: 600 };
const number = fc.double({ min: -1e5, max: 1e5, noNaN: true });
const cameras = fc.record({ x: number, y: number, zoom: fc.double({ min: 0.001, max: 8, noNaN: true }) });
const areas = fc.record({ x: number, y: number, width: fc.constant(512), height: fc.integer({ min: 1, max: 900 }) });

describe('fitCamera', () => {
  it('leaves a view that shows the area well as it is', () => {
    expect(fitCamera({ x: 300, y: 300, zoom: 0.5 }, view, { x: 200, y: 200, width: 256, height: 256 })).toBeUndefined();
  });

  it('keeps the magnification where the area has only gone out of sight', () => {
    const area = { x: 9000, y: 200, width: 256, height: 256 };
    expect(fitCamera({ x: 300, y: 300, zoom: 0.5 }, view, area)).toEqual({ x: 9128, y: 328, zoom: 0.5 });
  });

  it('keeps it, too, where that is wanted', () => {
    const area = { x: 9000, y: 200, width: 256, height: 256 };
    const far = { x: 300, y: 300, zoom: 0.01 };
    expect(fitCamera(far, view, area, true)).toBeUndefined();
    expect(fitCamera({ ...far, zoom: 0.1 }, view, area, true)).toEqual({ x: 9128, y: 328, zoom: 0.1 });
    expect(fitCamera(far, view, area)?.zoom).toBeGreaterThan(0.1);
  });

  it('always ends with the whole area in sight, and is content then', () => {
    fc.assert(
      fc.property(cameras, areas, (camera, area) => {
        const fitted = fitCamera(camera, view, area) ?? camera;
        const { x, y, width, height } = onScreen(fitted, view, area);
        expect(x + width / 2).toBeGreaterThan(0);
        expect(y + height / 2).toBeGreaterThan(0);
        expect(Math.max(width, height)).toBeLessThanOrEqual(600 * 0.7001);
        expect(fitCamera(fitted, view, area)).toBeUndefined();
      }),
    );
  });
});

describe('seenArea', () => {
  it('fills the view', () => {
    fc.assert(
      fc.property(cameras, (camera) => {
        const { x, y, width, height } = onScreen(camera, view, seenArea(camera, view));
        expect([x, y, width, height].map((value) => Math.round(value) + 0)).toEqual([0, 0, 800, 600]);
      }),
    );
  });
});

describe('followCamera', () => {
  const from = { x: 1000, y: 1000, zoom: 0.5 };
  const to = { x: 1100, y: 900, zoom: 1 };

  it('moves as many micrometres and shows as many a screen pixel', () => {
    const followed = followCamera({ from, to }, { x: 50, y: 60, zoom: 3 }, { moved: 0.25, following: 0.5 });
    expect(followed).toEqual({ x: 100, y: 10, zoom: 2 });
    expect(0.5 / followed.zoom).toBe(0.25 / to.zoom);
  });

  it('goes by pixels where a resolution is not known', () => {
    const followed = followCamera({ from, to }, { x: 50, y: 60, zoom: 3 }, { moved: 0.25, following: undefined });
    expect(followed).toEqual({ x: 150, y: -40, zoom: 1 });
  });
});
