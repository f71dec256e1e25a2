import { expect, it } from 'vitest';
import { magnificationAt, magnificationsOf } from './magnification.ts';

it('shows a slide scanned at 40× pixel for pixel at 40×', () => {
  const zooms = magnificationsOf(0.25).map(({ label, zoom }) => [label, zoom]);
  expect(zooms).toEqual([
    ['1×', 0.025],
    ['2×', 0.05],
    ['5×', 0.125],
    ['10×', 0.25],
    ['20×', 0.5],
    ['40×', 1],
  ]);
});

it('shows two slides at one magnification with as many micrometres a screen pixel', () => {
  const [fine, coarse] = [0.25, 0.499].map((microns) => microns / (magnificationsOf(microns)[4]?.zoom ?? 0));
  expect(fine).toBeCloseTo(coarse ?? 0);
  expect(fine).toBeCloseTo(0.5);
});

it('claims no magnification that it does not know', () => {
  const offered = magnificationsOf(undefined);
  expect(offered.map(({ label }) => label)).toEqual(['1:32', '1:16', '1:8', '1:4', '1:2', '1:1']);
  expect(offered.map(({ zoom }) => zoom)).toEqual([1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1]);
});

it('names any zoom', () => {
  expect([0.5, 0.31, 1.25, 0.004].map((zoom) => magnificationAt(zoom, 0.25))).toEqual(['20×', '12×', '50×', '0.16×']);
  expect([1, 0.31, 2.5].map((zoom) => magnificationAt(zoom, undefined))).toEqual(['1:1', '1:3.2', '2.5:1']);
});

it('calls each offered zoom by its label', () => {
  for (const microns of [0.1, 0.2525, 0.5, 1.1, undefined]) {
    for (const { label, zoom } of magnificationsOf(microns)) expect(magnificationAt(zoom, microns)).toBe(label);
  }
});
