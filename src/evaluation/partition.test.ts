import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPatterns } from '../base/patterns.ts';
import { isReferenceFor, NO_QUERY, partition } from './partition.ts';

await loadPatterns();

function samplesOf(labels: readonly string[]) {
  return labels.map((label, at) => ({ path: `${label}/${at}.png`, label }));
}

function spread(counts: Iterable<number>): number {
  const all = [...counts];
  return Math.max(...all) - Math.min(...all);
}

describe('stratified folds', () => {
  const labels = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 60 });
  const k = fc.integer({ min: 2, max: 10 });

  it('differ by at most one patch, in all and in every label', () => {
    fc.assert(
      fc.property(labels, k, fc.nat(), (some, folds, seed) => {
        const { fold, foldNames } = partition(samplesOf(some), { kind: 'folds', k: folds, seed });
        const countIn = (at: number, label?: string) =>
          some.filter((other, i) => fold[i] === at && (label === undefined || other === label)).length;
        expect(foldNames).toHaveLength(folds);
        expect(spread(foldNames.map((_, at) => countIn(at)))).toBeLessThanOrEqual(1);
        for (const label of new Set(some)) {
          expect(spread(foldNames.map((_, at) => countIn(at, label)))).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('are the same for the same seed, and others for another', () => {
    const samples = samplesOf(Array.from({ length: 50 }, () => 'a'));
    const foldsOf = (seed: number) => [...partition(samples, { kind: 'folds', k: 5, seed }).fold];
    expect(foldsOf(7)).toEqual(foldsOf(7));
    expect(foldsOf(7)).not.toEqual(foldsOf(8));
  });

  it('are the same for the same images in another order', () => {
    const samples = samplesOf(['a', 'b', 'b', 'a', 'b', 'a', 'a']);
    const foldOf = (some: typeof samples) => {
      const { fold } = partition(some, { kind: 'folds', k: 3, seed: 2 });
      return new Map(some.map(({ path }, at) => [path, fold[at]]));
    };
    expect(foldOf(samples.toReversed())).toEqual(new Map([...foldOf(samples)].reverse()));
  });

  it('leave folds without a class that is smaller than k', () => {
    const { fold } = partition(samplesOf(['a', 'a', 'a', 'a', 'a', 'b']), { kind: 'folds', k: 5, seed: 1 });
    expect(new Set(fold.subarray(0, 5)).size).toBe(5);
  });
});

describe('leaving a group out', () => {
  const samples = [
    { path: 'tumour/HE-01_1.png', label: 'tumour' },
    { path: 'stroma/HE-01_2.png', label: 'stroma' },
    { path: 'stroma/HE-02_1.png', label: 'stroma' },
    { path: 'stroma/other.png', label: 'stroma' },
  ];

  it('groups by what the pattern matches in the path; what does not match is on its own', () => {
    const result = partition(samples, { kind: 'leave-out', pattern: 'HE-\\d+' });
    expect(result.foldNames).toEqual(['HE-01', 'HE-02', 'stroma/other.png']);
    expect([...result.fold]).toEqual([0, 0, 1, 2]);
    expect(result.unmatched).toBe(1);
    expect(isReferenceFor(result, 0, 1)).toBe(false);
    expect(isReferenceFor(result, 0, 2)).toBe(true);
  });

  it('looks at the label where the path does not match', () => {
    const renamed = samples.map((sample) => ({ ...sample, label: `case ${sample.label}` }));
    expect(partition(renamed, { kind: 'leave-out', pattern: 'case \\w' }).foldNames).toEqual(['case s', 'case t']);
  });

  it('says when the pattern is no regular expression', () => {
    expect(() => partition(samples, { kind: 'leave-out', pattern: '(' })).toThrow(
      expect.objectContaining({ code: 'pattern-invalid' }),
    );
  });
});

it('a split takes queries from the test folder and references from the training folder, and counts the rest', () => {
  const samples = ['train/a/1.png', 'Test/a/2.png', 'spare/a/3.png', 'train.png'].map((path) => ({ path, label: 'a' }));
  const result = partition(samples, { kind: 'split', train: 'train', test: 'test' });
  expect([...result.fold]).toEqual([NO_QUERY, 0, NO_QUERY, NO_QUERY]);
  expect([...result.references]).toEqual([1, 0, 0, 0]);
  expect(result.unmatched).toBe(2);
  expect(isReferenceFor(result, 1, 0)).toBe(true);
  expect(isReferenceFor(result, 1, 2)).toBe(false);
});
