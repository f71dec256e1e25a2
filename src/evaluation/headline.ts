import { type MeanSd, meanOf } from './mean-sd.ts';
import type { Protocol } from './protocol.ts';
import type { Scores } from './scores.ts';

/** The figures that stand for an evaluation, each with its sample deviation over folds. */
export interface Headline {
  readonly accuracy: MeanSd;
  readonly sensitivity: MeanSd;
  readonly specificity: MeanSd;
  readonly auc: MeanSd;
}

/**
 * Random folds are of one size and mix, so each counts the same, as in the paper. Groups are not: a slide may have few
 * patches and lack classes, so there each patch counts the same, and classes are averaged over all patches.
 */
export function headlineOf(
  { accuracy, sensitivity, specificity, auc, etaP, perClass }: Scores,
  protocol: Protocol,
): Headline {
  if (protocol.kind === 'folds') return { accuracy, sensitivity, specificity, auc };
  const withPatches = perClass.filter(({ patches }) => patches > 0);
  const overAll = (figure: 'sensitivity' | 'specificity' | 'auc', { sd }: MeanSd) => {
    return { mean: meanOf(withPatches.map((scores) => scores[figure])), sd };
  };
  return {
    accuracy: { mean: etaP, sd: accuracy.sd },
    sensitivity: overAll('sensitivity', sensitivity),
    specificity: overAll('specificity', specificity),
    auc: overAll('auc', auc),
  };
}
