import { expect, it } from 'vitest';
import { aucWords, percentWords, withDeviation } from './figures.ts';

it('writes shares in percent, with their deviation where there is one', () => {
  expect(percentWords(0.89949)).toBe('89.9 %');
  expect(withDeviation({ mean: 0.89949, sd: 0.0142 })).toBe('89.9 ± 1.4 %');
  expect(withDeviation({ mean: 0.5, sd: null })).toBe('50.0 %');
});

it('writes areas as they are', () => {
  expect(aucWords({ mean: 0.9612, sd: 0.0081 })).toBe('0.961 ± 0.008');
  expect(aucWords({ mean: 0.9612, sd: null })).toBe('0.961');
});

it('writes a dash for what is not defined', () => {
  expect([percentWords(null), withDeviation({ mean: null, sd: null }), aucWords({ mean: null, sd: null })]).toEqual([
    '–',
    '–',
    '–',
  ]);
});
