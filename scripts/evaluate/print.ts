import type { JsonReport, JsonRow } from '../../src/engine/evaluation/report-json.ts';

/** The report for a terminal: headline, baselines, every row. */
export function printReport(report: JsonReport): string {
  const { n, protocol, layers, neighbours, duplicates: _duplicates } = report;
  return [
    '',
    `${n} patches ask, ${protocol}, layers ${layers.join(',')}, the ${neighbours} nearest vote`,
    `  barcodes      ${percent(report.accuracy, report.accuracy_sd)}`,
    `  colour alone  ${percent(report.colour_accuracy, report.colour_accuracy_sd)}`,
    `  chance        ${percent(report.chance, null)}`,
    `  sensitivity ${percent(report.sensitivity, null)}, specificity ${percent(report.specificity, null)}, AUC ${report.auc?.toFixed(4) ?? '–'}`,
    '',
    ...report.rows.map(rowWords),
  ].join('\n');
}

function rowWords({ protocol, layers, neighbours, accuracy, accuracy_sd, size, sampling, views }: JsonRow): string {
  const setting = `${protocol}  ${size} px, ${sampling}${views > 1 ? `, ${views} views` : ''}  layers ${layers.join(',').padEnd(9)}  ${neighbours} vote`;
  return `  ${setting}  ${percent(accuracy, accuracy_sd)}`;
}

export function percent(mean: number | null, sd: number | null): string {
  if (mean === null) return '–';
  return sd === null ? `${mean.toFixed(1)} %` : `${mean.toFixed(1)} ± ${sd.toFixed(1)} %`;
}
