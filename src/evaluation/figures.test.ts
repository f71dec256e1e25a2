import { describe, expect, it } from 'vitest';
import { figuresOf } from './figures.ts';
import { retrieval } from './test-retrievals.ts';

describe('figures', () => {
  it('are the shares of right nearest hits and of right votes', () => {
    const retrievals = [
      retrieval(0, 'a', 'abbab'),
      retrieval(0, 'b', 'bbaab'),
      retrieval(0, 'c', 'caabb'),
      retrieval(0, 'c', 'accac'),
    ];
    // Nearest: a b c a. Of three: b b, then c a a: a, then a c c: c. Of five: a b b a b: b; b b a a b: b; c a a b b: no
    // label alone, so c; a c c a c: c.
    expect(figuresOf(retrievals, 3)).toMatchObject({ top1: 3 / 4, mv3: 2 / 4, mv5: 3 / 4 });
  });

  it('give a vote that no label wins alone to the nearest', () => {
    const retrievals = [
      retrieval(0, 'a', 'abc'),
      retrieval(0, 'b', 'abc'),
      retrieval(0, 'a', 'ab'),
      retrieval(0, 'b', 'ba'),
    ];
    expect(figuresOf(retrievals, 3)).toMatchObject({ top1: 3 / 4, mv3: 3 / 4, mv5: 3 / 4 });
  });

  it('average F1 over the classes that are true or predicted, and sensitivity over those that have queries', () => {
    // Predicted a a c: b is never right, c is only predicted.
    const retrievals = [retrieval(0, 'a', 'aaa'), retrieval(1, 'b', 'aaa'), retrieval(1, 'a', 'ccc')];
    const f1 = [2 / (2 + 1 + 1), 0, 0];
    expect(figuresOf(retrievals, 3).macroF1).toBeCloseTo((f1[0] ?? 0) / 3, 12);
    expect(figuresOf(retrievals, 3).balancedAccuracy).toBeCloseTo((1 / 2 + 0) / 2, 12);
  });

  it('are about all folds together: the mean of the folds’ F1 would be another figure', () => {
    // Fold 0 has no b: it alone has F1 (2/3 + 0) / 2; fold 1 has 1.
    const retrievals = [retrieval(0, 'a', 'a'), retrieval(0, 'a', 'b'), retrieval(1, 'a', 'a'), retrieval(1, 'b', 'b')];
    expect(figuresOf(retrievals, 1).macroF1).toBeCloseTo((4 / 5 + 2 / 3) / 2, 12);
    expect((figuresOf(retrievals.slice(0, 2), 1).macroF1 ?? 0) / 2 + 1 / 2).toBeCloseTo(2 / 3, 12);
  });

  it('count a query that may find nothing, or none of its label, as wrong, and keep it out of the mean average precision', () => {
    const retrievals = [retrieval(0, 'a', ''), retrieval(0, 'b', 'aaa'), retrieval(0, 'a', 'aba', { relevant: 2 })];
    const { top1, macroF1, balancedAccuracy, meanAveragePrecision } = figuresOf(retrievals, 3);
    expect(top1).toBeCloseTo(1 / 3, 12);
    // a: 1 right, 1 of b taken for it, 1 missed. b: none right.
    expect(macroF1).toBeCloseTo(((2 * 1) / (2 + 1 + 1) + 0) / 2, 12);
    expect(balancedAccuracy).toBeCloseTo((1 / 2 + 0) / 2, 12);
    expect(meanAveragePrecision).toBeCloseTo((1 + 2 / 3) / 2, 12);
  });

  it('of nothing have no value', () => {
    expect(Object.values(figuresOf([], 3))).toEqual([null, null, null, null, null, null]);
  });
});
