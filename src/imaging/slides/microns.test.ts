import { describe, expect, it } from 'vitest';
import { micronsOfUnit, parseDecimal, recordedResolution, resolutionWith } from './microns.ts';

it.each([
  ['µm', 1],
  ['\u03bcm', 1],
  ['um', 1],
  ['UM', 1],
  ['micron', 1],
  ['Microns', 1],
  ['micrometre', 1],
  ['micrometers', 1],
  ['\\u00B5m', 1],
  ['Âµm', 1],
  ['nm', 1e-3],
  ['mm', 1e3],
  [' cm ', 1e4],
  ['Å', 1e-4],
  ['inch', 25_400],
  ['pixel', undefined],
  ['', undefined],
])('micrometres of “%s”: %s', (unit, microns) => {
  expect(micronsOfUnit(unit)).toBe(microns);
});

it.each([
  ['0,500000', 0.5],
  [' 0.25 ', 0.25],
  ['2.5E-1', 0.25],
  ['1.234,5', Number.NaN],
  ['none', Number.NaN],
])('“%s” is %s', (text, value) => {
  expect(parseDecimal(text)).toBe(value);
});

describe('a recorded resolution', () => {
  it('is believed where a light microscope can have it', () => {
    expect(recordedResolution(0.05)).toEqual({ micronsPerPixel: 0.05 });
    expect(recordedResolution(20, 20.4)).toEqual({ micronsPerPixel: 20 });
    expect(recordedResolution(undefined, 0.5)).toEqual({ micronsPerPixel: 0.5 });
  });

  it('is doubted elsewhere, and none where there is none', () => {
    expect(recordedResolution(0.049)).toEqual({ doubted: { reason: 'no-microscope', micronsPerPixel: 0.049 } });
    expect(recordedResolution(353)).toEqual({ doubted: { reason: 'no-microscope', micronsPerPixel: 353 } });
    expect(recordedResolution(0.5, 0.25)).toEqual({
      doubted: { reason: 'not-square', micronsPerPixel: 0.5, down: 0.25 },
    });
    for (const none of [undefined, 0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(recordedResolution(none)).toEqual({});
  });

  it('is followed by a guess where it is not believed', () => {
    expect(resolutionWith({ micronsPerPixel: 0.25 }, 20)).toEqual({ micronsPerPixel: 0.25 });
    expect(resolutionWith({}, 40)).toEqual({ guessed: 0.25 });
    expect(resolutionWith({}, 0)).toEqual({});
    expect(resolutionWith({}, Number.NaN)).toEqual({});
  });
});
