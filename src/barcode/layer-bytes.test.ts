import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hammingDistance, hammingDistanceWithin } from './hamming.ts';
import { layerBytes } from './layer-bytes.ts';

it('keeps exactly the differences within the layer', () => {
  const bytes = fc.uint8Array({ minLength: 12, maxLength: 12 });
  const spans = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 36 }));
  fc.assert(
    fc.property(bytes, bytes, spans, (a, b, [firstBit, bits]) => {
      const span = { layer: 1, firstBit, bits } as const;
      expect(hammingDistance(layerBytes(a, span), layerBytes(b, span))).toBe(
        hammingDistanceWithin(a, b, firstBit, bits),
      );
    }),
  );
});

it('leaves the barcode as it is', () => {
  const barcode = Uint8Array.of(0xff, 0xff);
  expect([...layerBytes(barcode, { layer: 1, firstBit: 3, bits: 4 })]).toEqual([0b00011110]);
  expect([...barcode]).toEqual([0xff, 0xff]);
});
