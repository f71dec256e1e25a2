import { VOTERS } from '../../src/barcode/vote.ts';
import type { JsonReport } from '../../src/engine/evaluation/report-json.ts';
import { LENS_VOTERS } from '../../src/evaluation/lens-check.ts';
import { percent } from './percent.ts';

/** What one similarity reaches; the plain one gains nothing. */
export interface LensRow {
  readonly similarity: 'plain' | 'learned';
  readonly voters: number;
  readonly accuracy: string;
  /** In points, the mean over sources ± its standard error. */
  readonly gain?: { readonly points: string; readonly up: number | null; readonly down: number | null };
}

/** Both similarities; none without --lens. */
export function lensRows(report: JsonReport): LensRow[] {
  const { neighbours, lens_plain_accuracy: plain } = report;
  if (plain === null) return [];
  return [
    { similarity: 'plain', voters: VOTERS, accuracy: percent(plain, null) },
    {
      similarity: 'learned',
      voters: neighbours,
      accuracy: percent(report.lens_accuracy, null),
      gain: { points: points(report.lens_gain, report.lens_gain_se), up: report.lens_up, down: report.lens_down },
    },
    ...(neighbours === LENS_VOTERS
      ? []
      : [
          {
            similarity: 'learned' as const,
            voters: LENS_VOTERS,
            accuracy: percent(report.lens_9_accuracy, null),
            gain: {
              points: points(report.lens_9_gain, report.lens_9_gain_se),
              up: report.lens_9_up,
              down: report.lens_9_down,
            },
          },
        ]),
  ];
}

function points(gain: number | null, error: number | null): string {
  return `${gain !== null && gain > 0 ? '+' : ''}${gain?.toFixed(1)}${error === null ? '' : ` ± ${error.toFixed(1)}`}`;
}
