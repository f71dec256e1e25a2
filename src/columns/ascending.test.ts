import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionOf } from './ascending.ts';

describe('positionOf', () => {
  it('finds what is there and only that', () => {
    const distinct = fc.uniqueArray(fc.nat(1000)).map((ids) => Uint32Array.from(ids).sort());
    fc.assert(
      fc.property(distinct, fc.nat(1000), (ids, id) => {
        expect(positionOf(ids, id)).toBe(ids.indexOf(id));
      }),
    );
  });
});
