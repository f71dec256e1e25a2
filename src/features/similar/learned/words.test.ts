import { describe, expect, it } from 'vitest';
import type { Gain } from '../../../base/gain.ts';
import { CUT_RULE } from '../../../library/test-records.ts';
import { checkWords, obstacleWords, robustWords, shortGainWords, sourceWords } from './words.ts';

const GAIN: Gain = {
  queries: 800,
  learned: 0.804,
  plain: 0.726,
  mean: 0.0623,
  standardError: 0.0189,
  sources: 10,
  up: 9,
  down: 1,
};
const SLIDES = { one: 'slide', many: 'slides' };

describe('what a check found', () => {
  it('stands beside the choice in a line', () => {
    expect(shortGainWords(GAIN, SLIDES)).toBe('+6.2 points on slides it has not seen, 9 of 10 up');
  });

  it('says who is right how often, whoever wins', () => {
    expect(checkWords(GAIN, true, SLIDES)).toBe(
      'Learned similarity wins here: on slides it has not seen it was right for 80.4 % of patches, plain similarity for 72.6 %; +6.2 ± 1.9 points on the mean slide, 9 of 10 up, 1 down.',
    );
    const lost = { ...GAIN, mean: -0.02, standardError: null };
    expect(checkWords(lost, false, SLIDES)).toMatch(
      /does not win here, and plain similarity stays: .*; −2.0 points on/,
    );
  });

  it('says how Robust does beside it, and which of the two is ahead', () => {
    const overPlain = { mean: 0.041, standardError: 0.012, sources: 10, up: 8, down: 2 };
    const overLearned = { mean: -0.03, standardError: 0.01, sources: 10, up: 2, down: 8 };
    const check = { name: 'Colon (Robust)', queries: 800, right: 0.789, overPlain, overLearned };
    expect(robustWords(check, true, SLIDES)).toBe(
      'The Robust profile, in “Colon (Robust)”, was right for 78.9 % of the same patches; +4.1 ± 1.2 points on the mean slide, 8 of 10 up, 2 down. Learned similarity is ahead of Robust here.',
    );
    expect(robustWords(check, false, SLIDES)).toMatch(/Robust is ahead of learned similarity here\.$/);
  });

  it('says that labels and slides cannot be told apart', () => {
    expect(obstacleWords('labels-follow-sources', SLIDES)).toMatch(/^Labels and slides cannot be told apart here/);
    expect(obstacleWords('few-sources', { one: 'folder', many: 'folders' })).toMatch(/at least three folders/);
  });
});

it('a source is called what it is here', () => {
  expect(sourceWords({ sourceRule: { kind: 'folder' } }).many).toBe('folders');
  expect(sourceWords({ sourceRule: { kind: 'file' } }).many).toBe('images');
  expect(sourceWords({ sourceRule: { kind: 'file' }, cutRule: CUT_RULE }).many).toBe('slides');
  expect(sourceWords({ sourceRule: { kind: 'pattern', pattern: 'x' } }).many).toBe('slides');
  expect(sourceWords({ sourceRule: { kind: 'tcga' } }).many).toBe('patients');
  expect(sourceWords({ sourceRule: { kind: 'column', column: 'case' } }).many).toBe('cases');
});
