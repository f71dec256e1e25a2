import { describe, expect, it } from 'vitest';
import { barShare, layerExtremes } from './layer-words.ts';

describe('barShare', () => {
  it('runs from chance to full agreement', () => {
    expect([0.5, 0.75, 1].map(barShare)).toEqual([0, 0.5, 1]);
  });

  it('draws nothing below chance', () => {
    expect(barShare(0.31)).toBe(0);
  });
});

describe('layerExtremes', () => {
  it('names the layers that agree most and least', () => {
    const layers = [
      { layer: 1, agreement: 0.8 },
      { layer: 3, agreement: 0.91 },
      { layer: 5, agreement: 0.7 },
    ] as const;
    expect(layerExtremes(layers)).toEqual({ most: 3, least: 5 });
  });

  it('says nothing where there is nothing to tell apart', () => {
    expect(layerExtremes([{ layer: 5, agreement: 0.9 }])).toBeUndefined();
    expect(
      layerExtremes([
        { layer: 1, agreement: 1 },
        { layer: 2, agreement: 1 },
      ]),
    ).toBeUndefined();
    expect(layerExtremes([])).toBeUndefined();
  });
});
