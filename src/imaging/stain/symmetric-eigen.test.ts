import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Matrix3, symmetricEigen } from './symmetric-eigen.ts';

const entry = fc.double({ min: -100, max: 100, noNaN: true });

it('finds vectors that the matrix only stretches, at right angles, largest first', () => {
  fc.assert(
    fc.property(entry, entry, entry, entry, entry, entry, (a, b, c, d, e, f) => {
      const matrix: Matrix3 = [
        [a, b, c],
        [b, d, e],
        [c, e, f],
      ];
      const pairs = symmetricEigen(matrix);
      for (const { value, vector } of pairs) {
        const stretched = matrix.map((row) => dot(row, vector));
        stretched.forEach((number, at) => {
          expect(number).toBeCloseTo(value * (vector[at] ?? 0), 8);
        });
      }
      for (const [i, { vector }] of pairs.entries()) {
        for (const [j, other] of pairs.entries()) expect(dot(vector, other.vector)).toBeCloseTo(i === j ? 1 : 0, 10);
      }
      expect(pairs.map(({ value }) => value)).toEqual(pairs.map(({ value }) => value).sort((x, y) => y - x));
    }),
  );
});

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, number, at) => sum + number * (b[at] ?? 0), 0);
}
