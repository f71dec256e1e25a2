import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hammingDistance } from './hamming.ts';
import { layerAgreements } from './layer-agreement.ts';
import { barcodeBits, barcodeBytes, layerSpans } from './profile.ts';

const profile = { layers: [1, 3, 5], sampling: 100 } as const;

it('gives every layer its own share of equal bits', () => {
  const spans = [
    { layer: 1, firstBit: 0, bits: 12 },
    { layer: 2, firstBit: 12, bits: 4 },
  ] as const;
  const agreements = layerAgreements(Uint8Array.of(0xff, 0xf0), Uint8Array.of(0x00, 0xf1), spans);
  expect(agreements).toEqual([
    { layer: 1, agreement: 4 / 12 },
    { layer: 2, agreement: 3 / 4 },
  ]);
});

it('adds up to the whole distance', () => {
  const bytes = barcodeBytes(profile);
  const barcode = fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((code) => {
    // Bits behind the last layer are always zero in a packed barcode.
    code[bytes - 1] = (code[bytes - 1] ?? 0) & (0xff << (bytes * 8 - barcodeBits(profile)));
    return code;
  });
  fc.assert(
    fc.property(barcode, barcode, (a, b) => {
      const spans = layerSpans(profile);
      const differing = layerAgreements(a, b, spans).map(({ agreement }) => Math.round((1 - agreement) * 100));
      expect(differing.reduce((sum, bits) => sum + bits, 0)).toBe(hammingDistance(a, b));
    }),
  );
});
