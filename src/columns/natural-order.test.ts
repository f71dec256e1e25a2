import fc from 'fast-check';
import { expect, it } from 'vitest';
import { naturalOrder } from './natural-order.ts';

it('puts names as people count', () => {
  const names = ['tile10.png', 'Tile2.png', 'tile1.png', 'tile02.png', 'a/b.png', 'a b.png', 'tile'];
  expect(names.sort(naturalOrder)).toEqual([
    'a b.png',
    'a/b.png',
    'tile',
    'tile1.png',
    'tile02.png',
    'Tile2.png',
    'tile10.png',
  ]);
});

it('does not lose count of numbers that are too large for a number', () => {
  const [large, larger] = ['9007199254740993', '9007199254740994'];
  expect(naturalOrder(large, larger)).toBeLessThan(0);
});

it('is an order: the same both ways round, whatever lies between, and equal for what is the same alone', () => {
  const part = fc.constantFrom('a', 'B', '0', '00', '7', '10', '#', '/', 'é');
  const name = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(naturalOrder(a, b))).toBe(-Math.sign(naturalOrder(b, a)) || 0);
      expect(naturalOrder(a, b) === 0).toBe(a === b);
      if (naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0) expect(naturalOrder(a, c)).toBeLessThan(0);
    }),
  );
});

it('is that of the collator for plain names of digits and small letters', () => {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const name = fc
    .array(fc.constantFrom('a', 'b', '1', '2', '3'), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(Math.sign(naturalOrder(a, b))).toBe(Math.sign(compare(a, b)));
    }),
  );
});
