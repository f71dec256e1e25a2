import { version } from '../../../package.json';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { csvReport } from './report-csv.ts';
import { htmlReport } from './report-html.ts';
import { jsonReport } from './report-json.ts';
import { predictionsReport } from './report-predictions.ts';

export type ReportFormat = 'json' | 'csv' | 'html' | 'predictions';

/**
 * An evaluation as a file to keep.
 * @param others Evaluations whose rows are compared with its own.
 * @throws AppError storage-failed when the pictures cannot be read.
 */
export async function exportEvaluation(
  format: ReportFormat,
  { id, name }: CollectionRecord,
  evaluation: Evaluation,
  others: readonly Evaluation[],
): Promise<Blob> {
  const report = jsonReport(evaluation, others, { collection: name, version, date: new Date() });
  switch (format) {
    case 'json':
      return new Blob([`${JSON.stringify(report, undefined, 2)}\n`], { type: 'application/json' });
    case 'csv':
      return csvReport(report);
    case 'predictions':
      return predictionsReport(evaluation);
    case 'html':
      return htmlReport(evaluation, others, report, id);
  }
}
