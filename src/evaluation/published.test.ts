import { expect, it } from 'vitest';
import { PUBLISHED_LAYER_SETS, publishedAccuracy } from './published.ts';

it('has a row for each of the twelve layer sets, and none for others', () => {
  expect(PUBLISHED_LAYER_SETS.map((layers) => publishedAccuracy(layers, 'crc')?.accuracy)).not.toContain(undefined);
  expect(publishedAccuracy([1, 2], 'crc')).toBeUndefined();
});

it('gives shares, with the deviation where the paper has one', () => {
  expect(publishedAccuracy([2, 3, 5], 'crc')).toEqual({ accuracy: 0.9508, sd: 0.0054 });
  expect(publishedAccuracy([2, 3, 5], 'kimia24')).toEqual({ accuracy: 93.21 / 100, sd: null });
});
