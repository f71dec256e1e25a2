import { describe, expect, it } from 'vitest';
import type { IndexingState } from '../../engine/indexing/indexing-store.ts';
import { announceRun, describeRun, interruptedWords, isActive, smallerProfileWords } from './run-words.ts';

const run: IndexingState = {
  collectionId: 'id',
  collectionName: 'Colon',
  phase: 'running',
  done: 412,
  total: 800,
  indexed: 410,
  replaced: 0,
  unchanged: 0,
  failures: [],
  patchesPerSecond: 6.1,
  secondsLeft: 60,
  unfindable: 0,
  notices: [],
};

describe('describeRun', () => {
  it('says how far, how fast, how long and on what', () => {
    expect(describeRun(run, 'WebGPU: Apple M2')).toBe(
      'indexing 412 of 800 · 6.1 patches/s · 1 min left · WebGPU: Apple M2',
    );
  });

  it('leaves out what is not known yet', () => {
    expect(describeRun({ ...run, done: 0, patchesPerSecond: 0, secondsLeft: undefined }, undefined)).toBe(
      'indexing 0 of 800',
    );
  });

  it('says what is done while nobody knows how many patches the slides have', () => {
    expect(describeRun({ ...run, done: 0, total: 0, patchesPerSecond: 0, secondsLeft: undefined }, undefined)).toBe(
      'looking for tissue',
    );
  });

  it('says no speed while nothing moves', () => {
    expect(describeRun({ ...run, phase: 'paused' }, 'WASM, 2 threads')).toBe('paused at 412 of 800 · WASM, 2 threads');
  });
});

describe('interruptedWords', () => {
  it('says how many of how many', () => {
    expect(interruptedWords(240, 1600)).toBe(
      'Indexing was interrupted: 240 of 1,600 patches are indexed and can be searched.',
    );
  });

  it('says no number that nobody knew yet', () => {
    expect(interruptedWords(0, 0)).toBe('Indexing was interrupted before the first patch was stored.');
    expect(interruptedWords(1, 0)).toBe('Indexing was interrupted: 1 patch is indexed and can be searched.');
    expect(interruptedWords(5, 0)).toBe('Indexing was interrupted: 5 patches are indexed and can be searched.');
  });
});

describe('announceRun', () => {
  it('ends with the patches that are in the collection now', () => {
    expect(announceRun({ ...run, phase: 'finished', indexed: 24 })).toBe('Indexed 24 patches');
    expect(announceRun({ ...run, phase: 'finished', indexed: 5000 })).toBe('Indexed 5000 patches');
  });

  it('counts unchanged patches, and says how many were new', () => {
    expect(announceRun({ ...run, phase: 'finished', indexed: 2, unchanged: 24 })).toBe(
      '2 new in this run. Indexed 26 patches',
    );
    expect(announceRun({ ...run, phase: 'finished', indexed: 0, unchanged: 24 })).toBe(
      'Nothing new. Indexed 24 patches',
    );
    const changed = { ...run, phase: 'finished', replaced: 1, unchanged: 24 } as const;
    expect(announceRun({ ...changed, indexed: 3 })).toBe(
      '2 new in this run, 1 changed and indexed again. Indexed 27 patches',
    );
    expect(announceRun({ ...changed, indexed: 1 })).toBe('1 changed and indexed again. Indexed 25 patches');
  });

  it('does not change with every patch while running', () => {
    expect(announceRun(run)).toBe(announceRun({ ...run, done: 500, indexed: 498 }));
  });

  it('says what is kept when a run ends early', () => {
    expect(announceRun({ ...run, phase: 'stopped' })).toContain('410 patches are safe');
    expect(announceRun({ ...run, phase: 'cancelled' })).toContain('410 patches are indexed');
  });
});

it('counts a paused run as under way, and an ended one not', () => {
  expect(isActive('paused')).toBe(true);
  expect(isActive('finished')).toBe(false);
  expect(isActive('stopped')).toBe(false);
});

it('offers a smaller profile where it is half or less', () => {
  expect(smallerProfileWords(100e6, 20e6)).toBe(
    ' With the Standard profile all of it would take 20 MB instead of 100 MB.',
  );
  expect(smallerProfileWords(100e6, 60e6)).toBe('');
});
