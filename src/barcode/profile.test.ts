import { describe, expect, it } from 'vitest';
import { barcodeBits, barcodeBytes, gramEntries, layerSpans, namedProfile, profileKey } from './profile.ts';

describe('profiles', () => {
  const standard = namedProfile('standard', 'weights');
  const paper = namedProfile('paper', 'weights');

  it('have the sizes of the method', () => {
    expect([barcodeBits(standard), barcodeBytes(standard)]).toEqual([10_240, 1_280]);
    expect([barcodeBits(paper), barcodeBytes(paper)]).toEqual([305_888, 38_236]);
    expect(([1, 2, 3, 4, 5] as const).map(gramEntries)).toEqual([2_080, 8_256, 32_896, 131_328, 131_328]);
  });

  it('lay the layers out one after another', () => {
    const spans = layerSpans(paper);
    expect(spans.map(({ firstBit }) => firstBit)).toEqual([0, 2_080, 10_336, 43_232, 174_560]);
    expect(layerSpans({ layers: [2, 5], sampling: 100 })).toEqual([
      { layer: 2, firstBit: 0, bits: 100 },
      { layer: 5, firstBit: 100, bits: 100 },
    ]);
  });

  it('have different keys when anything that changes a bit differs', () => {
    const variants = [
      standard,
      paper,
      { ...standard, weightsId: 'others' },
      { ...standard, size: 224 },
      { ...standard, layers: [1, 2, 3] as const },
      { ...standard, sampling: 1024 },
      { ...standard, binarisation: 'global' as const },
      { ...standard, views: 4 as const },
      { ...standard, views: 8 as const },
      { ...standard, stain: 'macenko' as const },
      namedProfile('robust', 'weights'),
    ];
    expect(new Set(variants.map(profileKey)).size).toBe(variants.length);
    expect(profileKey({ ...standard })).toBe(profileKey(standard));
  });
});
