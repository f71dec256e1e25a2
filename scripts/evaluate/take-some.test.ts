import { expect, it } from 'vitest';
import { inTurn } from './take-some.ts';

it('takes from each group in turn, in order', () => {
  const items = ['a1', 'a2', 'a3', 'b1', 'c1', 'c2'];
  const groupOf = (item: string) => item.charAt(0);
  expect(inTurn(items, groupOf, 5)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2']);
  expect(inTurn(items, groupOf, 99)).toHaveLength(6);
});
