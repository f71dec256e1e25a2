import { expect, it } from 'vitest';
import { balanced } from './tile-order.ts';

it('takes from labels in turn, and from the slides of a label in turn', () => {
  const tiles = ['a1', 'a1', 'a2', 'b1', 'b2', 'b2'].map((name, at) => ({
    at,
    label: name.charAt(0),
    slide: name.charAt(1),
  }));
  expect(balanced(tiles).map(({ at }) => at)).toEqual([0, 3, 2, 4, 1, 5]);
});
