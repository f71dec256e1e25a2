import { describe, expect, it } from 'vitest';
import type { DistanceScale } from '../../../evaluation/scale/distance-scale.ts';
import { agreementWords, closenessWords, recordWords, scaleWords, unlikenessWords } from './words.ts';

const scale: DistanceScale = {
  pairKind: 'across-sources',
  patches: 4_000,
  pairs: Float64Array.from({ length: 20_000 }, (_, at) => 1_000 + at),
  nearest: Float64Array.from({ length: 1_000 }, (_, at) => 500 + at),
  varieties: new Float64Array(0),
  agreement: [
    { upTo: 700, centre: 650, share: 0.8149, count: 500 },
    { upTo: 900, centre: 850, share: 0.4, count: 500 },
  ],
  votes: [{ supporters: 3, share: 0.83, count: 200 }],
};

describe('a distance', () => {
  it.each([
    [11_000, 'closer than 49 % of pairs'],
    [1_200, 'closer than 98 % of pairs'],
    [1_198, 'closer than 99.0 % of pairs'],
    [1_025, 'closer than 99.8 % of pairs'],
    [1_003, 'closer than 99.98 % of pairs'],
    [1_000, 'closer than 99.99 % of pairs'],
    [999, 'closer than every pair drawn'],
    [50_000, 'closer than 0 % of pairs'],
  ])('of %i bits is %s', (distance, words) => {
    expect(closenessWords(scale, distance)).toBe(words);
  });

  it('says how often neighbours so near share a label, where that is known', () => {
    expect(agreementWords(scale, 650)).toBe('this close, 81 % share a label');
    expect(agreementWords(scale, 900)).toBe('this close, 40 % share a label');
    expect(agreementWords(scale, 901)).toBeUndefined();
    expect(agreementWords({ ...scale, agreement: [] }, 650)).toBeUndefined();
  });
});

it('a vote says how often such votes are right, where that is known', () => {
  expect(recordWords(scale, 3)).toBe('such votes are right for 83 % of patches here');
  expect(recordWords(scale, 2)).toBeUndefined();
});

it('a scale says what it was measured on', () => {
  expect(scaleWords(scale)).toBe(
    'Measured on 20,000 random pairs of patches of different sources, and on the nearest neighbours of 1,000 of 4,000 patches.',
  );
});

it('what nothing resembles says why', () => {
  expect(unlikenessWords('far', { asFar: 0, asPlain: undefined })).toContain('farther away than that of any patch');
  expect(unlikenessWords('far', { asFar: 0.004, asPlain: 0.5 })).toContain('that of 99.6 % of patches');
  expect(unlikenessWords('plain', { asFar: 0.9, asPlain: 0.001 })).toContain('99.90 % of patches here are more varied');
});
