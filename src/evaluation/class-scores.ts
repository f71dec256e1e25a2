import type { Judged } from './answers.ts';
import { areaUnderCurve } from './auc.ts';
import { share } from './mean-sd.ts';

/** How one class fares against all others. Null where the figure is not defined. */
export interface ClassScores {
  readonly label: string;
  /** Patches of the class that asked. */
  readonly patches: number;
  /** Share of the class that was recognised: TP / (TP + FN). */
  readonly sensitivity: number | null;
  /** Share of the others that was not taken for it: TN / (TN + FP). */
  readonly specificity: number | null;
  /** Share of the answers with this label that are right: TP / (TP + FP). */
  readonly precision: number | null;
  /** Of the score "share of the voters with this label". */
  readonly auc: number | null;
}

/** The class `label` against the rest. A patch without an answer counts as one of another label. */
export function classScores(answers: readonly Judged[], label: string): ClassScores {
  const ofClass = answers.filter(({ truth }) => truth === label);
  const ofOthers = answers.filter(({ truth }) => truth !== label);
  const truePositives = ofClass.filter(({ predicted }) => predicted === label).length;
  const falsePositives = ofOthers.filter(({ predicted }) => predicted === label).length;
  return {
    label,
    patches: ofClass.length,
    sensitivity: share(truePositives, ofClass.length),
    specificity: share(ofOthers.length - falsePositives, ofOthers.length),
    precision: share(truePositives, truePositives + falsePositives),
    auc: areaUnderCurve(
      answers.map(({ truth, voters }) => ({
        score: share(voters.filter((voter) => voter === label).length, voters.length) ?? 0,
        isPositive: truth === label,
      })),
    ),
  };
}
