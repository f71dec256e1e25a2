import { describe, expect, it } from 'vitest';
import type { SlideInfo } from '../../base/slide.ts';
import {
  countPassedOver,
  describeSlide,
  formatMicrons,
  formatResolution,
  leftOutInWords,
  leftOverInWords,
  resolutionMissing,
} from './slide-words.ts';

const level = { width: 2220, height: 2967, tileWidth: 240, tileHeight: 240, downsample: 1 };
const info: SlideInfo = {
  format: 'aperio',
  levels: [level],
  micronsPerPixel: 0.499,
  compression: 'JPEG',
  passedOver: ['thumbnail', 'label', 'macro'],
};

describe('a slide in words', () => {
  it('has its size in pixels and on the glass, its levels and its resolution', () => {
    expect(describeSlide(info)).toBe('2,220 × 2,967 px · 1.11 × 1.48 mm · 1 level · 0.499 µm/px (20x) · JPEG');
  });

  it('leaves out what the slide does not say', () => {
    const unknown = { ...info, levels: [level, level] as const, micronsPerPixel: undefined, compression: 'JPEG 2000' };
    expect(describeSlide(unknown)).toBe('2,220 × 2,967 px · 2 levels · JPEG 2000');
  });

  it('says which part of a file is read', () => {
    const channels = { names: ['DAPI', '', 'Cy5'], shown: 2 };
    expect(describeSlide({ ...info, channels })).toMatch(/ · only channel 3 of 3 \(Cy5\) is read · JPEG$/);
    expect(describeSlide({ ...info, channels: { ...channels, shown: 1 } })).toContain('only channel 2 of 3 is read');
    expect(describeSlide({ ...info, channels: { ...channels, shown: 'composite' } })).toContain(
      '3 channels in their colours',
    );
    const part = { ...info, onlyPart: 'the first of 4 channels' };
    expect(describeSlide(part)).toMatch(/ · only the first of 4 channels is read · JPEG$/);
  });

  it('has a magnification where an objective has one', () => {
    expect(formatResolution(0.2525)).toBe('0.253 µm/px (40x)');
    expect(formatResolution(0.34)).toBe('0.34 µm/px');
    expect(formatMicrons(127.744)).toBe('128 µm');
  });

  it('says what no whole patch covers', () => {
    const rule = { patchSize: 256, micronsPerPixel: 0.5, leastTissue: 0, assumedMicronsPerPixel: undefined };
    expect(leftOverInWords(info, rule)).toBe(
      'Only whole patches are indexed: 85.8 µm at the right and 75.3 µm at the bottom are left out.',
    );
    const exact = { ...info, levels: [{ ...level, width: 2048, height: 2900 }] as const };
    expect(leftOverInWords(exact, rule)).toBe('Only whole patches are indexed: 41.9 µm at the bottom is left out.');
    expect(leftOverInWords({ ...exact, micronsPerPixel: undefined }, rule)).toContain('84 px at the bottom');
    expect(leftOverInWords(exact, { ...rule, patchSize: 4 })).toBe('');
  });

  it('counts what is passed over', () => {
    expect(countPassedOver([info, { ...info, passedOver: ['label'] }])).toBe('2 labels, 1 macro image, 1 thumbnail');
    expect(countPassedOver([{ ...info, passedOver: [] }])).toBe('');
  });
});

it('says what of a slide is no tissue, and why', () => {
  const mask = { width: 1, height: 1, tissue: new Uint8Array(1) };
  expect(leftOutInWords({ ...mask, by: 'colour' })).toBe('Pale areas are left out.');
  expect(leftOutInWords({ ...mask, by: 'colour', ink: new Uint8Array(1) })).toContain('Pen marks are left out');
  expect(leftOutInWords({ ...mask, by: 'darkness' })).toContain('darker than the background');
  expect(leftOutInWords({ ...mask, by: 'brightness' })).toContain('fluorescence');
});

describe('why a resolution is not known', () => {
  const missing = (resolution: Partial<SlideInfo>) =>
    resolutionMissing({ ...info, micronsPerPixel: undefined, ...resolution });

  it('says that it is not recorded, or what is recorded and cannot be, and what the objective suggests', () => {
    expect(missing({})).toBe('resolution not recorded');
    expect(missing({ guessed: 0.5 })).toBe('resolution not recorded, probably 0.5 µm/px (20x)');
    expect(missing({ doubted: { reason: 'no-microscope', micronsPerPixel: 0.0274 } })).toBe(
      '0.0274 µm/px recorded, which no light microscope has: resolution not known',
    );
    expect(missing({ doubted: { reason: 'not-square', micronsPerPixel: 0.5, down: 0.25 } })).toContain(
      '0.5 µm wide and 0.25 µm high',
    );
  });
});
