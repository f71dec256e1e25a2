import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hammingDistance, hammingDistanceWithin } from './hamming.ts';

function toBits(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

function countDifferences(a: string, b: string): number {
  return [...a].filter((bit, at) => bit !== b[at]).length;
}

const pairs = fc
  .nat(40)
  .chain((length) =>
    fc.tuple(
      fc.uint8Array({ minLength: length, maxLength: length }),
      fc.uint8Array({ minLength: length, maxLength: length }),
    ),
  );

describe('hammingDistance', () => {
  it('counts the differing bits', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(hammingDistance(a, b)).toBe(countDifferences(toBits(a), toBits(b)));
      }),
    );
  });

  it('refuses barcodes of different lengths', () => {
    expect(() => hammingDistance(new Uint8Array(2), new Uint8Array(3))).toThrow(RangeError);
  });
});

describe('hammingDistanceWithin', () => {
  it('counts only the bits asked for, wherever they begin and end', () => {
    const spans = pairs.chain(([a, b]) =>
      fc
        .nat(a.length * 8)
        .chain((firstBit) =>
          fc.tuple(fc.constant([a, b] as const), fc.constant(firstBit), fc.nat(a.length * 8 - firstBit)),
        ),
    );
    fc.assert(
      fc.property(spans, ([[a, b], firstBit, bits]) => {
        const slice = (bytes: Uint8Array) => toBits(bytes).slice(firstBit, firstBit + bits);
        expect(hammingDistanceWithin(a, b, firstBit, bits)).toBe(countDifferences(slice(a), slice(b)));
      }),
    );
  });

  it('refuses bits that lie outside', () => {
    expect(() => hammingDistanceWithin(new Uint8Array(2), new Uint8Array(2), 9, 8)).toThrow(RangeError);
    expect(() => hammingDistanceWithin(new Uint8Array(2), new Uint8Array(2), -1, 8)).toThrow(RangeError);
  });
});
