import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBits } from './pack.ts';

const unpackBits = (packed: Uint8Array) =>
  [...packed].flatMap((byte) => [...byte.toString(2).padStart(8, '0')].map(Number));

describe('packBits', () => {
  it('packs most significant bit first and fills the last byte with zeros', () => {
    expect([...packBits(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 1, 1, 1))]).toEqual([0b10000001, 0b11000000]);
  });

  it('keeps every bit in order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { maxLength: 100 }), (values) => {
        const packed = packBits(Uint8Array.from(values));
        const padding = Array<number>(packed.length * 8 - values.length).fill(0);
        expect(packed.length).toBe(Math.ceil(values.length / 8));
        expect(unpackBits(packed)).toEqual([...values, ...padding]);
      }),
    );
  });
});
