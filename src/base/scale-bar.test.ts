import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scaleBarOf } from './scale-bar.ts';

it('is as long as it says, in units that read well', () => {
  expect(scaleBarOf(1, 0.25, 120)).toEqual({ length: 80, text: '20 µm' });
  expect(scaleBarOf(0.5, 0.5, 120)).toEqual({ length: 100, text: '100 µm' });
  expect(scaleBarOf(0.02, 0.5, 120)).toEqual({ length: 80, text: '2 mm' });
  expect(scaleBarOf(40, 0.25, 120)).toEqual({ length: 80, text: '500 nm' });
});

it('counts pixels where the resolution is not known', () => {
  expect(scaleBarOf(0.1, undefined, 120)).toEqual({ length: 100, text: '1,000 px' });
});

it('fills more than two fifths of its room and never more than all of it', () => {
  const zooms = fc.double({ min: 1e-4, max: 64, noNaN: true });
  const microns = fc.option(fc.double({ min: 0.05, max: 20, noNaN: true }), { nil: undefined });
  fc.assert(
    fc.property(zooms, microns, (zoom, micronsPerPixel) => {
      const { length } = scaleBarOf(zoom, micronsPerPixel, 120);
      expect(length).toBeLessThanOrEqual(120.001);
      expect(length).toBeGreaterThan(47.9);
    }),
  );
});
