import { describe, expect, it } from 'vitest';
import { namedProfile } from '../../barcode/profile.ts';
import type { SlideInfo } from '../../base/slide.ts';
import { regionSizeOf } from './region.ts';

const profile = namedProfile('standard', 'weights');

const info: SlideInfo = {
  format: 'aperio',
  levels: [{ width: 4000, height: 3000, tileWidth: 256, tileHeight: 256, downsample: 1 }],
  micronsPerPixel: 0.25,
  compression: 'JPEG',
  passedOver: [],
};

describe('regionSizeOf', () => {
  const cut = { patchSize: 256, micronsPerPixel: 0.5, leastTissue: 0.5 };
  const square = (side: number) => ({ x: 0, y: 0, width: side, height: side });

  it('reads the area of a patch as a patch', () => {
    expect(regionSizeOf({ info, cut }, square(512), profile)).toEqual({ patchSize: 256, size: 256 });
    const paper = { ...cut, patchSize: 300 };
    expect(regionSizeOf({ info, cut: paper }, square(600), profile)).toEqual({ patchSize: 300, size: 256 });
  });

  it('keeps the magnification of the patches for regions of any size', () => {
    expect(regionSizeOf({ info, cut }, { x: 9, y: 9, width: 300, height: 1000 }, profile)).toEqual({
      patchSize: 500,
      size: 500,
    });
    expect(regionSizeOf({ info, cut }, square(128), profile)).toEqual({ patchSize: 64, size: 64 });
  });

  it('reduces what is too large for the network', () => {
    expect(regionSizeOf({ info, cut }, square(4000), profile)).toEqual({ patchSize: 2000, size: 1024 });
  });

  it('reads pixel for pixel where no resolution is known', () => {
    const blind = { info: { ...info, micronsPerPixel: undefined }, cut: { ...cut, micronsPerPixel: undefined } };
    expect(regionSizeOf(blind, square(400), profile)).toEqual({ patchSize: 400, size: 400 });
  });
});
