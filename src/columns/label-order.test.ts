import { expect, it } from 'vitest';
import { labelOrder } from './label-order.ts';

it('numbers each label once, in sorted order, and leaves the empty one out', () => {
  expect([...labelOrder(['tumour', '', 'fat', 'tumour', 'ADIPOSE'])]).toEqual([
    ['ADIPOSE', 0],
    ['fat', 1],
    ['tumour', 2],
  ]);
});
