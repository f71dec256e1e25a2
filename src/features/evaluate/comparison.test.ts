import { describe, expect, it } from 'vitest';
import { namedProfile } from '../../barcode/profile.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { scoresOf } from '../../evaluation/scores.ts';
import { retrieval } from '../../evaluation/test-retrievals.ts';
import { comparedRows, profileWords, sortRows } from './comparison.ts';

const profile = namedProfile('standard', 'weights');
const RIGHT = scoresOf([retrieval(0, 'a', 'aaa'), retrieval(1, 'b', 'bbb')], 3);
const HALF = scoresOf([retrieval(0, 'a', 'aaa'), retrieval(1, 'b', 'aaa')], 3);
const NOTHING = scoresOf([], 3);

const EVALUATION = {
  profile,
  protocol: { kind: 'folds', k: 5, seed: 1 },
  scores: HALF,
  rows: [
    { layers: [5], voters: 3, scores: RIGHT },
    { layers: [1, 2], voters: 3, scores: NOTHING },
    { layers: [1, 2, 3, 4, 5], voters: 3, scores: HALF },
    { layers: [1, 2, 3, 4, 5], voters: 1, scores: HALF },
  ],
} as unknown as Evaluation;

describe('the comparison', () => {
  it("has the paper's figure beside each set of layers it has, for three voters and its protocol", () => {
    const rows = comparedRows([EVALUATION], 'crc');
    expect(rows.map(({ published }) => published?.accuracy.toFixed(4))).toEqual([
      '0.9428',
      undefined,
      '0.9534',
      undefined,
    ]);
    expect(comparedRows([EVALUATION], 'kimia24').some(({ published }) => published)).toBe(false);
    expect(comparedRows([EVALUATION], undefined).some(({ published }) => published)).toBe(false);
  });

  it('marks the setting that the page is about, of the latest evaluation', () => {
    const rows = comparedRows([EVALUATION, EVALUATION], undefined);
    expect(rows.map(({ isChosen }) => isChosen).indexOf(true)).toBe(2);
    expect(rows.slice(4).some(({ isChosen }) => isChosen)).toBe(false);
  });

  it('sorts both ways, with undefined figures last when the best come first', () => {
    const rows = comparedRows([EVALUATION], 'crc');
    const layers = (isDescending: boolean, column: 'accuracy' | 'layers') =>
      sortRows(rows, { column, isDescending }).map((row) => row.layers.join(''));
    expect(layers(true, 'accuracy')).toEqual(['5', '12345', '12345', '12']);
    expect(layers(false, 'layers')).toEqual(['5', '12', '12345', '12345']);
  });

  it('names a profile by what changes its bits', () => {
    expect(profileWords(profile)).toBe('256 px, 2,048 per layer');
    expect(profileWords({ ...namedProfile('paper', ''), binarisation: 'global' })).toBe(
      '512 px, all bits, one threshold',
    );
    expect(profileWords({ ...profile, views: 8 })).toBe('256 px, 2,048 per layer, 8 views');
  });
});
