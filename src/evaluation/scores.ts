/** The figures of an evaluation. Shares are from 0 to 1; null stands for what is not defined. */

import { type ClassScores, classScores } from './class-scores.ts';
import { type Confusion, confusionOf } from './confusion.ts';
import { groupBy } from './group-by.ts';
import { type MeanSd, meanOf, meanSd, share } from './mean-sd.ts';
import { averagePrecision, precisionAt, RANKING_DEPTH } from './ranking-scores.ts';
import { type Judged, judge, type Retrieval } from './retrieval.ts';

/** Ranks at which the precision is given. */
export const PRECISION_RANKS = [1, 3, 5, RANKING_DEPTH] as const;

export interface Scores {
  /** Patches that asked. */
  readonly patches: number;
  readonly folds: number;
  /** Over folds, like the three below: each fold counts the same. */
  readonly accuracy: MeanSd;
  /** Mean over the classes that ask in the fold, one against the rest. */
  readonly sensitivity: MeanSd;
  readonly specificity: MeanSd;
  readonly auc: MeanSd;
  /** Right votes among all patches: each patch counts the same. The paper's patch-to-scan accuracy where classes are scans. */
  readonly etaP: number | null;
  /** Mean over classes of their sensitivity, over all patches (Eq. 4): the whole-scan accuracy. */
  readonly etaW: number | null;
  readonly etaTotal: number | null;
  /** Over all patches; see `figuresOf`. */
  readonly macroF1: number | null;
  /** At the ranks of PRECISION_RANKS, means over patches. */
  readonly precisionAt: readonly (number | null)[];
  /** Mean average precision at 10, over the patches whose label can be found at all. */
  readonly meanAveragePrecision: number | null;
  /** What a patch drawn by chance from its references would get right. */
  readonly chance: number | null;
  /** Patches that nothing was allowed to retrieval; they count as wrong. */
  readonly unanswered: number;
  readonly perClass: readonly ClassScores[];
  readonly confusion: Confusion;
}

/** @param n How many of the nearest vote. */
export function scoresOf(retrievals: readonly Retrieval[], n: number): Scores {
  const judged = retrievals.map((retrieval) => judge(retrieval, n));
  const folds = [...groupBy(judged, ({ fold }) => fold).values()];
  const perClass = classScores(judged);
  const ofFolds = folds.map(classScores);
  const etaP = accuracyOf(judged);
  const etaW = meanOf(perClass.map(({ sensitivity }) => sensitivity));
  return {
    patches: judged.length,
    folds: folds.length,
    accuracy: meanSd(folds.map(accuracyOf)),
    sensitivity: meanSd(ofFolds.map((classes) => macroMean(classes, 'sensitivity'))),
    specificity: meanSd(ofFolds.map((classes) => macroMean(classes, 'specificity'))),
    auc: meanSd(ofFolds.map((classes) => macroMean(classes, 'auc'))),
    etaP,
    etaW,
    etaTotal: etaP === null || etaW === null ? null : etaP * etaW,
    macroF1: meanOf(perClass.map(({ f1 }) => f1)),
    precisionAt: PRECISION_RANKS.map((k) => meanOf(judged.map((retrieval) => precisionAt(retrieval, k)))),
    meanAveragePrecision: meanOf(judged.map(averagePrecision)),
    chance: meanOf(judged.map(({ relevant, references }) => share(relevant, references) ?? 0)),
    unanswered: judged.filter(({ predicted }) => predicted === undefined).length,
    perClass,
    confusion: confusionOf(
      judged,
      perClass.map(({ label }) => label),
    ),
  };
}

function accuracyOf(retrievals: readonly Judged[]): number | null {
  return share(retrievals.filter(({ isRight }) => isRight).length, retrievals.length);
}

/** The mean over the classes that ask, not those that are only voted for. */
function macroMean(classes: readonly ClassScores[], figure: 'sensitivity' | 'specificity' | 'auc'): number | null {
  return meanOf(classes.filter(({ patches }) => patches > 0).map((scores) => scores[figure]));
}
