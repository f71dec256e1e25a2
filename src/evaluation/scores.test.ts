import { describe, expect, it } from 'vitest';
import { scoresOf } from './scores.ts';
import { retrieval } from './test-retrievals.ts';

/** Fold 2 has no patch of class c. The votes are a a b c c c | a b b b c b c | a b a b a. */
const RETRIEVALS = [
  retrieval(0, 'a', 'aab'),
  retrieval(0, 'a', 'aaa'),
  retrieval(0, 'b', 'bab'),
  retrieval(0, 'b', 'cba'),
  retrieval(0, 'c', 'ccb'),
  retrieval(0, 'c', 'acc'),
  retrieval(1, 'a', 'abc'),
  retrieval(1, 'a', 'bba'),
  retrieval(1, 'b', 'bbb'),
  retrieval(1, 'b', 'bbc'),
  retrieval(1, 'b', 'ccb'),
  retrieval(1, 'c', 'bca'),
  retrieval(1, 'c', 'ccc'),
  retrieval(2, 'a', 'caa'),
  retrieval(2, 'b', 'abb'),
  retrieval(2, 'a', 'aac'),
  retrieval(2, 'b', 'bca'),
  retrieval(2, 'b', 'acb'),
];

describe('scores', () => {
  /**
   * From scikit-learn 1.2.1 on the same retrievals, fold by fold: accuracy_score; recall_score(average='macro') and
   * roc_auc_score, one against the rest, over the labels present; recall_score of the negated labels for the
   * specificity. Accuracies by hand: 5/6, 4/7, 4/5; their mean 463/630 = 0.734921; deviation with n - 1.
   */
  it("are scikit-learn's, over folds", () => {
    const { accuracy, sensitivity, specificity, auc, folds } = scoresOf(RETRIEVALS, 3);
    expect(folds).toBe(3);
    expect(accuracy.mean).toBeCloseTo(0.734921, 6);
    expect(accuracy.sd).toBeCloseTo(0.142566, 6);
    expect(sensitivity.mean).toBeCloseTo(0.740741, 6);
    expect(sensitivity.sd).toBeCloseTo(0.160375, 6);
    expect(specificity.mean).toBeCloseTo(0.838889, 6);
    expect(specificity.sd).toBeCloseTo(0.075154, 6);
    expect(auc.mean).toBeCloseTo(0.92963, 6);
    expect(auc.sd).toBeCloseTo(0.088294, 6);
  });

  it("are scikit-learn's, class by class", () => {
    const { perClass, confusion } = scoresOf(RETRIEVALS, 3);
    const rounded = perClass.map(({ label, patches, ...figures }) => [
      label,
      patches,
      ...Object.values(figures).map((value) => value?.toFixed(4)),
    ]);
    expect(rounded).toEqual([
      ['a', 6, '0.8333', '0.9167', '0.8333', '0.8333', '1.0000', '0.9028'],
      ['b', 8, '0.6250', '0.8000', '0.7143', '0.6667', '3.0000', '0.8313'],
      ['c', 4, '0.7500', '0.8571', '0.6000', '0.6667', '1.0000', '0.9018'],
    ]);
    expect(confusion).toEqual({
      labels: ['a', 'b', 'c'],
      counts: [
        [5, 1, 0],
        [1, 5, 2],
        [0, 1, 3],
      ],
    });
  });

  it('have the three accuracies of scans: 13/18, the mean of 5/6, 5/8 and 3/4, and their product', () => {
    const { etaP, etaW, etaTotal } = scoresOf(RETRIEVALS, 3);
    expect(etaP).toBeCloseTo(13 / 18, 12);
    expect(etaW).toBeCloseTo((5 / 6 + 5 / 8 + 3 / 4) / 3, 12);
    expect(etaTotal).toBeCloseTo((13 / 18) * ((5 / 6 + 5 / 8 + 3 / 4) / 3), 12);
  });

  it('let one neighbour vote, or five', () => {
    const retrievals = [retrieval(0, 'b', 'abbcc'), retrieval(0, 'c', 'acccb')];
    expect(scoresOf(retrievals, 1).confusion.counts).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [1, 0, 0],
    ]);
    // Of a b b c c none is ahead of all others: the nearest one's.
    expect(scoresOf(retrievals, 5).perClass.map(({ sensitivity }) => sensitivity)).toEqual([null, 0, 1]);
  });

  it('of a single class have no specificity and no AUC, and chance is certain', () => {
    const scores = scoresOf([retrieval(0, 'a', 'aaa'), retrieval(1, 'a', 'aaa')], 3);
    expect(scores.accuracy).toEqual({ mean: 1, sd: 0 });
    expect(scores.specificity).toEqual({ mean: null, sd: null });
    expect(scores.auc).toEqual({ mean: null, sd: null });
    expect(scores.chance).toBe(1);
  });

  it('of one fold have no deviation', () => {
    expect(scoresOf([retrieval(0, 'a', 'aab'), retrieval(0, 'b', 'aab')], 3).accuracy).toEqual({ mean: 0.5, sd: null });
  });

  it('count what had no reference as wrong', () => {
    const scores = scoresOf([retrieval(0, 'a', ''), retrieval(0, 'a', 'a')], 3);
    expect(scores).toMatchObject({ unanswered: 1, etaP: 0.5, confusion: { counts: [[1]] } });
    expect(scores.precisionAt).toEqual([1, 1, 1, 1]);
  });

  it('of nothing are undefined', () => {
    expect(scoresOf([], 3)).toMatchObject({ patches: 0, folds: 0, accuracy: { mean: null, sd: null }, chance: null });
  });

  it('give constant class scores an AUC of one half', () => {
    // Each patch retrieves one a, one b and one c: every score is 1/3.
    const retrievals = [retrieval(0, 'a', 'abc'), retrieval(0, 'b', 'bca'), retrieval(0, 'c', 'cab')];
    expect(scoresOf(retrievals, 3).auc.mean).toBe(0.5);
  });

  it('say what chance gets: the mean share of the right label among its references', () => {
    const retrievals = [
      retrieval(0, 'a', 'a', { references: 10, relevant: 4 }),
      retrieval(0, 'b', 'a', { references: 20, relevant: 2 }),
    ];
    expect(scoresOf(retrievals, 3).chance).toBeCloseTo((0.4 + 0.1) / 2, 12);
  });
});
