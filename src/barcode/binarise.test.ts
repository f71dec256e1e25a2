import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binarise, median } from './binarise.ts';

const entries = fc.float32Array({ minLength: 1, maxLength: 60, noNaN: true, noDefaultInfinity: true });

describe('median', () => {
  it('is the middle value of an odd count', () => {
    expect(median(Float32Array.of(9, 1, 5))).toBe(5);
  });

  it('is the mean of the two middle values of an even count, in float64', () => {
    // The mean of these neighbours is no float32 value.
    expect(median(Float32Array.of(16777216, 16777218, 0, 2 ** 30))).toBe(16777217);
  });

  it('is what sorting gives, ties and order or not', () => {
    const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.float({ noNaN: true, noDefaultInfinity: true }));
    const sorted = (values: Float32Array, index: number) => values.slice().sort()[index] as number;
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 80 }),
        fc.constantFrom('as is', 'up', 'down'),
        (list, order) => {
          const values = Float32Array.from(list);
          if (order !== 'as is') values.sort();
          if (order === 'down') values.reverse();
          const half = values.length / 2;
          const middle = (sorted(values, Math.ceil(half) - 1) + sorted(values, Math.floor(half))) / 2;
          // Adding zero makes zeros of both signs one.
          expect(median(values) + 0).toBe(middle + 0);
        },
      ),
    );
  });

  it('leaves its argument as it was', () => {
    const values = Float32Array.of(3, 1, 2);
    median(values);
    expect([...values]).toEqual([3, 1, 2]);
  });

  it('refuses nothing', () => {
    expect(() => median(new Float32Array(0))).toThrow(RangeError);
  });
});

describe('binarise', () => {
  it('sets the bits of entries that reach the median of their layer', () => {
    const bits = binarise([Float32Array.of(1, 2, 3), Float32Array.of(40, 30, 20, 10)], 'per-layer');
    expect([...bits]).toEqual([0, 1, 1, 1, 1, 0, 0]);
  });

  it('takes one median over all layers when global', () => {
    const bits = binarise([Float32Array.of(1, 2, 3), Float32Array.of(40, 30, 20, 10)], 'global');
    expect([...bits]).toEqual([0, 0, 0, 1, 1, 1, 1]);
  });

  it('sets at least half of the bits of every layer, all where a layer is flat', () => {
    fc.assert(
      fc.property(entries, (layer) => {
        const ones = binarise([layer], 'per-layer').filter((bit) => bit === 1).length;
        expect(ones * 2).toBeGreaterThanOrEqual(layer.length);
      }),
    );
    expect([...binarise([new Float32Array(5).fill(7)], 'per-layer')]).toEqual([1, 1, 1, 1, 1]);
  });

  it('does not change when the entries are scaled by a power of two', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: -4, max: 4 }),
        (values, power) => {
          const layer = Float32Array.from(values);
          const scaled = layer.map((value) => value * 2 ** power);
          expect(binarise([scaled], 'per-layer')).toEqual(binarise([layer], 'per-layer'));
        },
      ),
    );
  });
});
