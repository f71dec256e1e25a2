import type { Evaluation } from '../../evaluation/evaluation.ts';
import { headlineOf } from '../../evaluation/headline.ts';
import { formatPercent } from '../../ui/format.ts';

/** Below this the colours do as well as the barcodes. */
const NOTEWORTHY = 0.02;

/** What the gap between protocols means, and between barcodes and mere colour: a few sentences, for these figures. */
export function gapWords(evaluation: Evaluation, others: readonly Evaluation[]): string[] {
  return [protocolWords(evaluation, others), colourWords(evaluation)].filter((words) => words !== undefined);
}

function protocolWords(evaluation: Evaluation, others: readonly Evaluation[]): string {
  const all = [evaluation, ...others];
  const folds = all.find(({ protocol }) => protocol.kind === 'folds');
  const leftOut = all.find(({ protocol }) => protocol.kind === 'leave-out');
  const [near, far] = [folds && accuracyOf(folds), leftOut && accuracyOf(leftOut)];
  if (near !== undefined && far !== undefined) {
    const gap = ((near - far) * 100).toFixed(1);
    return near > far
      ? `Random folds reach ${formatPercent(near, 1)}, leaving a group out ${formatPercent(far, 1)}: ${gap} points of the first come from neighbours on the same slide, not from knowing the tissue. On a new slide expect the second.`
      : `Random folds reach ${formatPercent(near, 1)}, leaving a group out ${formatPercent(far, 1)}: these groups do not help each other, so the first figure can be believed for a new one.`;
  }
  if (evaluation.protocol.kind === 'folds') {
    return 'Random folds put neighbours from one slide on both sides, which flatters every method, colour alone included. Leave one slide out to see what remains on a slide that was never seen.';
  }
  return evaluation.protocol.kind === 'leave-out'
    ? 'Each patch was answered by other groups alone: this is what to expect on a new slide. Random folds would show a higher figure; the difference is what neighbours on one slide give away.'
    : 'A fixed split is as honest as its folders: if one slide or patient is in both, its neighbours give the answer away.';
}

function colourWords({ scores, colour, protocol }: Evaluation): string | undefined {
  const barcodes = headlineOf(scores, protocol).accuracy.mean;
  const colours = headlineOf(colour, protocol).accuracy.mean;
  if (barcodes === null || colours === null || barcodes - colours >= NOTEWORTHY) return undefined;
  return `Colour alone reaches ${formatPercent(colours, 1)}: here the labels can be told by stain, so the figure says little about texture.`;
}

function accuracyOf({ scores, protocol }: Evaluation): number | undefined {
  return headlineOf(scores, protocol).accuracy.mean ?? undefined;
}
