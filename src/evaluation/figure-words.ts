/** Figures as they are read, on the page and in reports. */
import type { FigureKey } from './figures.ts';
import type { Interval } from './jackknife.ts';
import type { MeanSd } from './mean-sd.ts';
import type { Mistaken } from './source-scores.ts';

/** In the order in which they are shown. */
export const FIGURE_TITLES: Readonly<Record<FigureKey, string>> = {
  top1: 'Top 1',
  mv3: 'Majority of 3',
  mv5: 'Majority of 5',
  macroF1: 'Macro F1',
  balancedAccuracy: 'Balanced accuracy',
  meanAveragePrecision: 'mAP at 10',
};

/** What stands where a figure has no value. */
export const NO_FIGURE = '–';

/** 0.8994 gives "89.9 %". What is not the whole never reads "100.0 %". */
export function percentWords(share: number | null | undefined): string {
  return share === null || share === undefined ? NO_FIGURE : `${percentNumber(share)} %`;
}

/** "89.9 ± 1.4 %", or without the deviation where there is none. */
export function withDeviation({ mean, sd }: MeanSd): string {
  if (mean === null || sd === null) return percentWords(mean);
  return `${percentNumber(mean)} ± ${(sd * 100).toFixed(1)} %`;
}

/** An area under the curve, which is no percentage: "0.961 ± 0.008". */
export function aucWords({ mean, sd }: MeanSd): string {
  if (mean === null) return NO_FIGURE;
  return sd === null ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${sd.toFixed(3)}`;
}

/** [0.617, 0.835] gives "61.7 to 83.5". */
export function intervalWords(interval: Interval | null): string {
  return interval === null ? NO_FIGURE : interval.map(signedNumber).join(' to ');
}

/** A difference of shares in points: 0.025 gives "+2.5". */
export function pointsWords(difference: number): string {
  const words = signedNumber(difference);
  return difference > 0 && Number(words) !== 0 ? `+${words}` : words;
}

/** Kinds of failures that are named. */
const NAMED = 3;

/** "stroma 12, debris 3"; with the true labels "tumour → stroma 12, …" where they are of several. */
export function mistakenWords(mistaken: readonly Mistaken[], withTruth = false): string {
  const words = mistaken.slice(0, NAMED).map(({ truth, predicted = 'nothing found', count }) => {
    return `${withTruth ? `${truth} → ` : ''}${predicted} ${count}`;
  });
  const rest = mistaken.slice(NAMED).reduce((sum, { count }) => sum + count, 0);
  return [...words, ...(rest > 0 ? [`${rest} others`] : [])].join(', ');
}

/**
 * The points between two shares, as a reader takes them from what is shown: the difference of the rounded percentages, which
 * may be 0.1 from the rounded difference.
 */
export function pointsBetween(first: number, second: number): number {
  return Number((Number(percentNumber(first)) - Number(percentNumber(second))).toFixed(1));
}

function percentNumber(share: number): string {
  const percent = (share * 100).toFixed(1);
  return share < 1 && Number(percent) >= 100 ? '99.9' : percent;
}

/** With a minus sign, not a hyphen; never "−0.0". */
function signedNumber(share: number): string {
  const percent = (Math.abs(share) * 100).toFixed(1);
  return share < 0 && Number(percent) !== 0 ? `−${percent}` : percent;
}
