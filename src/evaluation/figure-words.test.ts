import { expect, it } from 'vitest';
import { aucWords, intervalWords, percentWords, pointsBetween, withDeviation } from './figure-words.ts';

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

it('writes an interval of shares in points, with minus signs', () => {
  expect(intervalWords([-0.0301, 0.1324])).toBe('−3.0 to 13.2');
  expect(intervalWords([-0.0004, 0.5])).toBe('0.0 to 50.0');
  expect(intervalWords(null)).toBe('–');
});

it('takes the difference of two shares from what is shown of them', () => {
  // The page once said "80.4 to 79.7: 0.6 points".
  expect([percentWords(0.80354), percentWords(0.79749)]).toEqual(['80.4 %', '79.7 %']);
  expect(pointsBetween(0.80354, 0.79749)).toBe(0.7);
});
