import type { MeanSd } from '../../evaluation/mean-sd.ts';
import { formatPercent } from '../../ui/format.ts';

/** What stands where a figure is not defined. */
export const NO_FIGURE = '–';

/** 0.8994 gives "89.9 %". */
export function percentWords(share: number | null | undefined): string {
  return share === null || share === undefined ? NO_FIGURE : formatPercent(share, 1);
}

/** "89.9 ± 1.4 %", or without the deviation where there is none. */
export function withDeviation({ mean, sd }: MeanSd): string {
  if (mean === null) return NO_FIGURE;
  return sd === null ? formatPercent(mean, 1) : `${(mean * 100).toFixed(1)} ± ${(sd * 100).toFixed(1)} %`;
}

/** An area under the curve, which is no percentage: "0.961 ± 0.008". */
export function aucWords({ mean, sd }: MeanSd): string {
  if (mean === null) return NO_FIGURE;
  return sd === null ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${sd.toFixed(3)}`;
}
