import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { sharedFolder } from '../../../scripts/setup/shared-folder.mjs';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { SlideInfo, SlideLevel } from '../../base/slide.ts';
import { detectSlide } from './detect-slide.ts';
import { SlideReader } from './slide-reader.ts';
import expected from './testing/expected-pixels.json' with { type: 'json' };

vi.mock('../load-wasm.ts', () => import('../testing/load-wasm-in-node.ts'));

const SHARED = sharedFolder();
const context = { signal: new AbortController().signal, progress: () => {} };
/** Most that a sample of a JPEG may differ from OpenSlide's. */
const JPEG_TOLERANCE = 2;

type FileName = keyof typeof expected.slides;

const SLIDES: Readonly<Record<FileName, Omit<SlideInfo, 'levels'> & { tile: number; downsamples: number[] }>> = {
  'CMU-1-Small-Region.svs': {
    format: 'aperio',
    micronsPerPixel: 0.499,
    compression: 'JPEG',
    passedOver: ['thumbnail', 'label', 'macro'],
    tile: 240,
    downsamples: [1],
  },
  'CMU-1-Small-Region.pyramid.tif': {
    format: 'tiff',
    micronsPerPixel: expect.closeTo(0.499, 6),
    compression: 'JPEG',
    passedOver: [],
    tile: 256,
    downsamples: [1, 2, 4, 8, 16],
  },
  'TCGA-CR-7395-01A-01-TS1.svs': {
    format: 'aperio',
    compression: 'JPEG 2000',
    passedOver: ['thumbnail'],
    tile: 256,
    downsamples: [1, 2],
  },
  'TCGA-XK-AAJU-small.dcm': {
    format: 'dicom',
    micronsPerPixel: undefined,
    compression: 'JPEG',
    passedOver: [],
    tile: 500,
    downsamples: [1],
  },
};

/** Shares of the slide that are tissue, by eye. */
const TISSUE: Readonly<Record<FileName, readonly [least: number, most: number]>> = {
  'CMU-1-Small-Region.svs': [0.3, 0.42],
  'CMU-1-Small-Region.pyramid.tif': [0.3, 0.42],
  'TCGA-CR-7395-01A-01-TS1.svs': [0.55, 0.72],
  'TCGA-XK-AAJU-small.dcm': [0.3, 0.6],
};

describe.skipIf(!SHARED).each(Object.keys(SLIDES) as FileName[])('%s', (name) => {
  const reader = new SlideReader();
  const open = async () => ({ key: name, files: [await openAsBlob(`${SHARED}/data/slides/${name}`)] as const });

  const readLevel = async (level: SlideLevel, x: number, y: number, width: number, height: number) => {
    const { downsample } = level;
    const area = { x: x * downsample, y: y * downsample, width: width * downsample, height: height * downsample };
    return (await reader.readArea({ ...(await open()), area, width, height }, context)).value;
  };

  it('is a slide, and described as what it is', async () => {
    const source = await open();
    expect(await detectSlide(source.files[0])).toMatchObject({ kind: 'slide' });
    const { tile, downsamples, ...info } = SLIDES[name];
    expect(await reader.describe(source, context)).toEqual({
      ...info,
      levels: expected.slides[name].map(({ width, height }, i) => ({
        width,
        height,
        tileWidth: tile,
        tileHeight: tile,
        downsample: downsamples[i],
      })),
    });
  });

  it("has OpenSlide's pixels", { timeout: 60_000 }, async () => {
    const { levels, compression } = await reader.describe(await open(), context);
    for (const [i, level] of levels.entries()) {
      const { sha256, samples } = expected.slides[name][i] as (typeof expected.slides)[FileName][number];
      if (compression === 'JPEG 2000')
        expect(hash(await readLevel(level, 0, 0, level.width, level.height))).toBe(sha256);
      for (const { x, y, rgb } of samples) {
        const { data } = await readLevel(level, x, y, expected.sampleSide, expected.sampleSide);
        expect(largestDifference(data, Buffer.from(rgb, 'base64'))).toBeLessThanOrEqual(JPEG_TOLERANCE);
      }
    }
  });

  it('has tissue where one sees it', { timeout: 60_000 }, async () => {
    const { value } = await reader.findTissue(await open(), context);
    const share = value.tissue.reduce((sum, pixel) => sum + pixel, 0) / value.tissue.length;
    expect(share).toBeGreaterThan(TISSUE[name][0]);
    expect(share).toBeLessThan(TISSUE[name][1]);
  });
});

function hash({ data }: RgbImage): string {
  return createHash('sha256').update(data).digest('hex');
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new Error(`${a.length} bytes, not ${b.length}`);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}
