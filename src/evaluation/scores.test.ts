import { describe, expect, it } from 'vitest';
import { scoresOf } from './scores.ts';
import { answer } from './test-answers.ts';

/** Fold 2 has no patch of class c. The votes are a a b c c c | a b b b c b c | a b a b a. */
const ANSWERS = [
  answer(0, 'a', 'aab'),
  answer(0, 'a', 'aaa'),
  answer(0, 'b', 'bab'),
  answer(0, 'b', 'cba'),
  answer(0, 'c', 'ccb'),
  answer(0, 'c', 'acc'),
  answer(1, 'a', 'abc'),
  answer(1, 'a', 'bba'),
  answer(1, 'b', 'bbb'),
  answer(1, 'b', 'bbc'),
  answer(1, 'b', 'ccb'),
  answer(1, 'c', 'bca'),
  answer(1, 'c', 'ccc'),
  answer(2, 'a', 'caa'),
  answer(2, 'b', 'abb'),
  answer(2, 'a', 'aac'),
  answer(2, 'b', 'bca'),
  answer(2, 'b', 'acb'),
];

describe('scores', () => {
  /**
   * From scikit-learn 1.2.1 on the same answers, fold by fold: accuracy_score; recall_score(average='macro') and
   * roc_auc_score, one against the rest, over the labels present; recall_score of the negated labels for the
   * specificity. Accuracies by hand: 5/6, 4/7, 4/5; their mean 463/630 = 0.734921; deviation with n - 1.
   */
  it("are scikit-learn's, over folds", () => {
    const { accuracy, sensitivity, specificity, auc, folds } = scoresOf(ANSWERS, 3);
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
    const { perClass, confusion } = scoresOf(ANSWERS, 3);
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
    const { etaP, etaW, etaTotal } = scoresOf(ANSWERS, 3);
    expect(etaP).toBeCloseTo(13 / 18, 12);
    expect(etaW).toBeCloseTo((5 / 6 + 5 / 8 + 3 / 4) / 3, 12);
    expect(etaTotal).toBeCloseTo((13 / 18) * ((5 / 6 + 5 / 8 + 3 / 4) / 3), 12);
  });

  it('let one neighbour vote, or five', () => {
    const answers = [answer(0, 'b', 'abbcc'), answer(0, 'c', 'acccb')];
    expect(scoresOf(answers, 1).confusion.counts).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [1, 0, 0],
    ]);
    // Of a b b c c none is ahead of all others: the nearest one's.
    expect(scoresOf(answers, 5).perClass.map(({ sensitivity }) => sensitivity)).toEqual([null, 0, 1]);
  });

  it('of a single class have no specificity and no AUC, and chance is certain', () => {
    const scores = scoresOf([answer(0, 'a', 'aaa'), answer(1, 'a', 'aaa')], 3);
    expect(scores.accuracy).toEqual({ mean: 1, sd: 0 });
    expect(scores.specificity).toEqual({ mean: null, sd: null });
    expect(scores.auc).toEqual({ mean: null, sd: null });
    expect(scores.chance).toBe(1);
  });

  it('of one fold have no deviation', () => {
    expect(scoresOf([answer(0, 'a', 'aab'), answer(0, 'b', 'aab')], 3).accuracy).toEqual({ mean: 0.5, sd: null });
  });

  it('count what nothing could answer as wrong', () => {
    const scores = scoresOf([answer(0, 'a', ''), answer(0, 'a', 'a')], 3);
    expect(scores).toMatchObject({ unanswered: 1, etaP: 0.5, confusion: { counts: [[1]] } });
    expect(scores.precisionAt).toEqual([1, 1, 1, 1]);
  });

  it('of nothing are undefined', () => {
    expect(scoresOf([], 3)).toMatchObject({ patches: 0, folds: 0, accuracy: { mean: null, sd: null }, chance: null });
  });

  it('give constant class scores an AUC of one half', () => {
    // Each patch retrieves one a, one b and one c: every score is 1/3.
    const answers = [answer(0, 'a', 'abc'), answer(0, 'b', 'bca'), answer(0, 'c', 'cab')];
    expect(scoresOf(answers, 3).auc.mean).toBe(0.5);
  });

  it('say what chance gets: the mean share of the right label among those that may answer', () => {
    const answers = [
      answer(0, 'a', 'a', { references: 10, relevant: 4 }),
      answer(0, 'b', 'a', { references: 20, relevant: 2 }),
    ];
    expect(scoresOf(answers, 3).chance).toBeCloseTo((0.4 + 0.1) / 2, 12);
  });
});
