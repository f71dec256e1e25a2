/** What the figures of an evaluation say, in sentences: only what a paired difference and its interval support. */
import type { Evaluation } from './evaluation.ts';
import { intervalWords, percentWords, pointsBetween } from './figure-words.ts';
import { LEAST_UNITS, type PairedDifference, pairedDifference } from './paired-difference.ts';

/** @param others Evaluations of the same collection by other protocols. */
export function sentencesOn(evaluation: Evaluation, others: readonly Evaluation[]): string[] {
  return [
    protocolSentence(evaluation),
    foldsSentence(evaluation, others),
    colourSentence(evaluation),
    missingSentence(evaluation),
  ].flatMap((sentence) => sentence?.trim() ?? []);
}

/** What to mind about random folds, where one of the evaluations has them. */
export function foldsWarning(evaluations: readonly Evaluation[]): string | undefined {
  const folds = evaluations.find(({ protocol }) => protocol.kind === 'folds');
  if (!folds) return undefined;
  return `With random folds, a query may find patches of its own source, which resemble it whatever they show, so the figures may be too high for a new source. ${
    folds.sources ? `Here, ${ownHitWords(folds)}.` : 'Name the sources and leave one out to see.'
  }`;
}

function protocolSentence(evaluation: Evaluation): string | undefined {
  const { protocol, sources } = evaluation;
  if (protocol.kind === 'leave-out') {
    return 'No query could find patches of its own source, so these figures estimate what to expect of a source that is not in the collection.';
  }
  if (protocol.kind === 'folds') return undefined;
  return sources
    ? `Hits came from the folder “${protocol.train}” alone; ${ownHitWords(evaluation)}.`
    : `Hits came from the folder “${protocol.train}” alone. If a slide or patient has patches in both folders, the figures can be too high for a new one.`;
}

function ownHitWords({ fromOwnSource }: Evaluation): string {
  return `for ${percentWords(fromOwnSource)} of queries the nearest hit came from their own source`;
}

/** Random folds against leaving a source out, whichever of them the evaluation is. */
function foldsSentence(evaluation: Evaluation, others: readonly Evaluation[]): string | undefined {
  const setting = settingOf(evaluation);
  const alike = [evaluation, ...others.filter((other) => settingOf(other) === setting)];
  const folds = alike.find(({ protocol }) => protocol.kind === 'folds');
  const leaveOut = alike.find(({ protocol }) => protocol.kind === 'leave-out');
  const difference = folds && leaveOut && foldsAgainstLeaveOut(folds, leaveOut);
  if (!difference) return undefined;
  const { first, second } = difference;
  return `Of the same ${difference.queries} queries, ${percentWords(first)} are right with random folds, and ${percentWords(
    second,
  )} with their own source left out: ${differenceWords(difference, 'source', 'with random folds')} ${conclusion(
    difference,
    'source',
    {
      higher: 'Judge a new source by the second figure.',
      lower: 'Here random folds give the lower figure.',
    },
  )}`;
}

/** @returns Undefined where the two had other queries. */
function foldsAgainstLeaveOut(folds: Evaluation, leaveOut: Evaluation): PairedDifference | undefined {
  const inFolds = rightByPatch(folds);
  const leftOut = rightByPatch(leaveOut);
  if (inFolds.size !== leftOut.size) return undefined;
  const pairs = leaveOut.queries.flatMap(({ at }) => {
    const patchId = leaveOut.patchIds[at] ?? -1;
    const [first, second] = [inFolds.get(patchId), leftOut.get(patchId)];
    const unit = leaveOut.sources?.[at];
    return first === undefined || second === undefined || unit === undefined ? [] : [{ unit, first, second }];
  });
  return pairs.length === leftOut.size ? pairedDifference(pairs) : undefined;
}

/** All that two evaluations must share for their queries to be compared one by one, but the protocol. */
function settingOf({ profile, layers, voters, withoutDuplicates, patchIds, samples }: Evaluation): string {
  const labels = samples.map(({ label }) => label);
  return JSON.stringify([profile, layers, voters, withoutDuplicates, patchIds, labels]);
}

function rightByPatch({ queries, patchIds }: Evaluation): Map<number, number> {
  return new Map(queries.map(({ at, truth, predicted }) => [patchIds[at] ?? -1, Number(truth === predicted)]));
}

function colourSentence({ againstColour, sources }: Evaluation): string | undefined {
  if (!againstColour) return undefined;
  const { first, second } = againstColour;
  const unit = sources ? 'source' : 'patch';
  return `Barcodes are right for ${percentWords(first)} of queries, colour alone for ${percentWords(second)}: ${differenceWords(
    againstColour,
    unit,
    'with barcodes',
  )} ${conclusion(againstColour, unit, {
    higher: 'Here barcodes tell the labels apart better than colour alone.',
    lower: 'Here colour alone tells the labels apart better than barcodes.',
  })}`;
}

function missingSentence({ withoutRelevant, queries, protocol }: Evaluation): string | undefined {
  if (withoutRelevant === 0) return undefined;
  const where = protocol.kind === 'leave-out' ? 'no other source has' : 'none of the patches they may find has';
  return `${withoutRelevant} of ${queries.length} queries have a label that ${where}: they cannot be right, and count as wrong.`;
}

/** "5.1 points higher with barcodes (95 % interval −3.0 to 13.2; higher in 7 of 10 sources, lower in 3)." */
function differenceWords(difference: PairedDifference, unit: 'source' | 'patch', where: string): string {
  const { first, second, interval, units, up, down } = difference;
  if (up === 0 && down === 0) return unit === 'source' ? 'the same in every source.' : 'the same for every query.';
  const points = pointsBetween(first, second);
  const size =
    points === 0
      ? 'no difference'
      : `${Math.abs(points).toFixed(1)} points ${points > 0 ? 'higher' : 'lower'} ${where}`;
  const counts =
    unit === 'source'
      ? `higher in ${up} of ${units} sources, lower in ${down}`
      : `${up} queries right only ${where}, ${down} only without; patches counted as independent`;
  return `${size} (${interval ? `95 % interval ${intervalWords(interval)}; ` : ''}${counts}).`;
}

function conclusion(
  { first, second, verdict, units }: PairedDifference,
  unit: 'source' | 'patch',
  words: { readonly higher: string; readonly lower: string },
): string {
  if (verdict) return words[verdict];
  if (first === second) return '';
  if (units >= LEAST_UNITS) return 'This may be chance: the interval includes 0.';
  const count = unit === 'source' ? counted(units, 'source', 'sources') : counted(units, 'patch', 'patches');
  return `${count} cannot show whether this is chance.`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
