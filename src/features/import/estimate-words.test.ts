import { describe, expect, it } from 'vitest';
import { costWords, patchWords } from './estimate-words.ts';

const FINAL = { patches: 1204, isFinal: true };
const SO_FAR = { patches: 1204, isFinal: false };

describe('patchWords', () => {
  it('counts patches, and says when there will be more', () => {
    expect(patchWords(FINAL)).toBe('1,204 patches');
    expect(patchWords(SO_FAR)).toBe('1,204 patches so far');
  });

  it('says what is done while there is nothing to count, and when nothing is left', () => {
    expect(patchWords({ patches: 0, isFinal: false })).toBe('Looking for tissue …');
    expect(patchWords({ patches: 0, isFinal: true })).toBe('No patches');
  });
});

describe('costWords', () => {
  const estimate = { seconds: 180, bytes: 12e6 };

  it('says how long and how much', () => {
    expect(costWords(FINAL, estimate, 'known')).toBe('about 3 min, 12 MB on disk');
    expect(costWords(FINAL, { ...estimate, seconds: 0.4 }, 'known')).toBe('less than 1 s, 12 MB on disk');
  });

  it('says the least of what is still to grow, and never more than less than something', () => {
    expect(costWords(SO_FAR, estimate, 'known')).toBe('more than 3 min, more than 12 MB on disk');
    expect(costWords({ patches: 0, isFinal: false }, { seconds: 0, bytes: 0 }, 'known')).toBe('');
    expect(costWords({ patches: 1, isFinal: false }, { seconds: 0.4, bytes: 9e3 }, 'known')).toBe(
      'more than 9 kB on disk',
    );
  });

  it('says the most where patches may be indexed already', () => {
    expect(costWords(FINAL, estimate, 'known', true)).toBe('at most 3 min, 12 MB on disk');
  });

  it('says why no time is known', () => {
    expect(costWords(FINAL, { ...estimate, seconds: undefined }, 'measuring')).toBe(
      'measuring the time …, 12 MB on disk',
    );
    expect(costWords(FINAL, { ...estimate, seconds: undefined }, 'unknown')).toBe('time not known yet, 12 MB on disk');
  });
});
