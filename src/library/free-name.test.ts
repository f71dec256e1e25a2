import { expect, it } from 'vitest';
import { freeName } from './free-name.ts';

it('gives a name no collection has', () => {
  const collections = [{ name: 'colon' }, { name: 'colon 2' }];
  expect(freeName('colon', collections)).toBe('colon 3');
  expect(freeName('liver', collections)).toBe('liver');
});
