import type { JsonCases } from '../../src/engine/evaluation/case-report.ts';
import type { JsonReport, JsonRow } from '../../src/engine/evaluation/report-json.ts';
import { evennessOf } from './evenness-of.ts';
import { figureRows } from './figure-rows.ts';
import { type LensRow, lensRows } from './lens-rows.ts';
import { percent } from './percent.ts';

/** The report for a terminal: headline, baselines, the figures of each protocol, every row. */
export function printReport(report: JsonReport): string {
  const { n, protocol, layers, neighbours, duplicates: _duplicates } = report;
  return [
    '',
    `${n} queries, ${evennessOf(report)}; ${protocol}, layers ${layers.join(',')}, the ${neighbours} nearest vote`,
    `  barcodes      ${percent(report.accuracy, report.accuracy_sd)}`,
    `  colour alone  ${percent(report.colour_accuracy, report.colour_accuracy_sd)}`,
    `  chance        ${percent(report.chance, null)}`,
    `  sensitivity ${percent(report.sensitivity, null)}, specificity ${percent(report.specificity, null)}, AUC ${report.auc?.toFixed(4) ?? '–'}`,
    ...report.evaluations.flatMap(({ protocol: name }, at) => [
      '',
      `  ${name}: value ± deviation over folds (95 % interval)`,
      ...figureRows(report).map((row) => `    ${row.name.padEnd(18)}  ${row.reached[at]?.barcodes}`),
    ]),
    '',
    ...report.rows.map(rowWords),
    ...lensRows(report).flatMap((row, at) => [...(at === 0 ? [''] : []), lensWords(row)]),
  ].join('\n');
}

function rowWords({ protocol, layers, neighbours, accuracy, accuracy_sd, size, sampling, views }: JsonRow): string {
  const setting = `${protocol}  ${size} px, ${sampling}${views > 1 ? `, ${views} views` : ''}  layers ${layers.join(',').padEnd(9)}  ${neighbours} vote`;
  return `  ${setting}  ${percent(accuracy, accuracy_sd)}`;
}

/** Both similarities, with what is gained over sources. */
function lensWords({ similarity, voters, accuracy, gain }: LensRow): string {
  const gained = gain ? `, gain over sources ${gain.points}, ${gain.up} up, ${gain.down} down` : '';
  return `  ${`${similarity} similarity`.padEnd(18)}  ${voters} vote  ${accuracy}${gained}`;
}

/** Whole cases, for a terminal. */
export function printCases(cases: JsonCases): string {
  const { case_n, case_target, case_top1, case_mv3, case_mv5, case_macro_f1, case_query_ms } = cases;
  const figure = (name: string, value: number | null) => `  ${name.padEnd(14)}${percent(value, null)}`;
  return [
    '',
    `${case_n} whole cases search, one left out at a time, by ${case_target}`,
    figure('top 1', case_top1),
    figure('majority of 3', case_mv3),
    figure('majority of 5', case_mv5),
    figure('macro F1', case_macro_f1),
    `  a search      ${case_query_ms ?? '–'} ms`,
  ].join('\n');
}
