import { csvTable } from '../../base/csv.ts';
import { PUBLISHED_SETS, type PublishedSet, publishedAccuracy } from '../../evaluation/published.ts';
import type { JsonReport, JsonRow } from './report-json.ts';

const FIGURES = [
  'accuracy',
  'accuracy_sd',
  'sensitivity',
  'specificity',
  'auc',
  'eta_p',
  'eta_w',
  'eta_total',
  'map_at_10',
  'colour_accuracy',
  'chance',
] as const satisfies readonly (keyof JsonRow)[];

/** Every setting compared, a line each, with the paper's accuracies beside it; percent, the AUC from 0 to 1. */
export function csvReport({ rows }: JsonReport): Blob {
  const sets = Object.keys(PUBLISHED_SETS) as PublishedSet[];
  const head = ['protocol', 'layers', 'neighbours', 'size', 'sampling', 'binarisation', 'views', ...FIGURES];
  return csvTable([
    [...head, ...sets.map((set) => `published ${set}`)],
    ...rows.map((row) => [
      row.protocol,
      row.layers.join(' '),
      row.neighbours,
      row.size,
      row.sampling,
      row.binarisation,
      row.views,
      ...FIGURES.map((figure) => row[figure] ?? ''),
      ...sets.map((set) => publishedPercent(row, set)),
    ]),
  ]);
}

function publishedPercent({ layers }: JsonRow, set: PublishedSet): string {
  const published = publishedAccuracy(layers, set);
  return published ? (published.accuracy * 100).toFixed(2) : '';
}
