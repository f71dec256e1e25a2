import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDate,
  formatDevice,
  formatDistance,
  formatDuration,
  formatNumber,
  formatPercent,
  formatPlace,
  formatSides,
  formatSpeed,
  formatStored,
} from './format.ts';

describe('formatters', () => {
  it('groups thousands', () => expect(formatNumber(1204)).toBe('1,204'));

  it('says how far something has come', () => {
    expect([formatStored(240, 1600), formatStored(0, 1)]).toEqual(['240 of 1,600 patches', '0 of 1 patch']);
  });

  it('shows a fraction of a bit where there is one', () => {
    expect([1204, 1204 + 1 / 3].map(formatDistance)).toEqual(['1204', '1204.3']);
  });

  it('tells places and sides on a slide, in pixels where nothing else is known', () => {
    const area = { x: 9240, y: 3480, width: 512, height: 256 };
    expect([formatPlace(area, 0.25), formatPlace(area, undefined)]).toEqual(['2.31, 0.87 mm', 'x 9,240, y 3,480 px']);
    expect([0.25, 2.5, undefined].map((microns) => formatSides(area, microns))).toEqual([
      '128 × 64 µm',
      '1.3 × 0.6 mm',
      '512 × 256 px',
    ]);
  });

  it.each([
    [0, '0 images'],
    [1, '1 image'],
    [1204, '1,204 images'],
  ])('counts %i', (count, text) => expect(formatCount(count, 'image')).toBe(text));

  it('takes a plural that does not just add an s', () => expect(formatCount(2, 'entry', 'entries')).toBe('2 entries'));

  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1_284_000, '1.3 MB'],
    [38_236_000, '38 MB'],
    [999_600, '1 MB'],
    [2.5e12, '2.5 TB'],
  ])('writes %d bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [0.4, 'less than 1 s'],
    [42.3, '42 s'],
    [59.7, '1 min'],
    [80, '1 min 20 s'],
    [599, '10 min'],
    [1500, '25 min'],
    [3590, '1 h'],
    [11_400, '3 h 10 min'],
    [90_000, '1 d 1 h'],
  ])('writes %d seconds', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it.each([
    [0.883, 0, '88 %'],
    [0.8834, 1, '88.3 %'],
    [0.9996, 0, '99.9 %'],
    [1, 0, '100 %'],
    [0, 0, '0 %'],
  ])('writes the share %d with %i digits', (share, digits, text) => expect(formatPercent(share, digits)).toBe(text));

  it('writes a date with the day first', () => {
    expect(formatDate(new Date(2025, 2, 4, 12).getTime())).toBe('4 Mar 2025');
  });

  it('names the engine where the name of the device does not', () => {
    expect(formatDevice({ engine: 'webgpu', name: 'Apple M2' })).toBe('WebGPU: Apple M2');
    expect(formatDevice({ engine: 'wasm', name: 'WASM, 2 threads' })).toBe('WASM, 2 threads');
  });

  it.each([
    [6.08, '6.1 patches/s'],
    [128.4, '128 patches/s'],
  ])('writes the speed %d', (speed, text) => expect(formatSpeed(speed)).toBe(text));
});
