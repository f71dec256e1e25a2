import { VOTERS } from '../../src/barcode/vote.ts';
import type { JsonReport, JsonRow } from '../../src/engine/evaluation/report-json.ts';
import { LENS_VOTERS } from '../../src/evaluation/lens-check.ts';
import { figureRows } from './figure-rows.ts';
import { percent } from './percent.ts';

/** The report for a terminal: headline, baselines, the figures of each protocol, every row. */
export function printReport(report: JsonReport): string {
  const { n, protocol, layers, neighbours, duplicates: _duplicates } = report;
  return [
    '',
    `${n} queries, ${protocol}, layers ${layers.join(',')}, the ${neighbours} nearest vote`,
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
    ...lensRows(report),
  ].join('\n');
}

function rowWords({ protocol, layers, neighbours, accuracy, accuracy_sd, size, sampling, views }: JsonRow): string {
  const setting = `${protocol}  ${size} px, ${sampling}${views > 1 ? `, ${views} views` : ''}  layers ${layers.join(',').padEnd(9)}  ${neighbours} vote`;
  return `  ${setting}  ${percent(accuracy, accuracy_sd)}`;
}

/** Both similarities, with what is gained over sources. */
function lensRows(report: JsonReport): string[] {
  const { neighbours, lens_plain_accuracy: plain, lens_accuracy, lens_gain, lens_gain_se, lens_up, lens_down } = report;
  if (plain === null) return [];
  const row = (name: string, voters: number, accuracy: number | null, gain: string) =>
    `  ${name}  ${voters} vote  ${percent(accuracy, null)}${gain}`;
  const gainWords = (gain: number | null, error: number | null, up: number | null, down: number | null) =>
    `, gain over sources ${gain !== null && gain > 0 ? '+' : ''}${gain?.toFixed(1)}${error === null ? '' : ` ± ${error.toFixed(1)}`}, ${up} up, ${down} down`;
  const { lens_9_accuracy, lens_9_gain, lens_9_gain_se, lens_9_up, lens_9_down } = report;
  return [
    '',
    row('plain similarity  ', VOTERS, plain, ''),
    row('learned similarity', neighbours, lens_accuracy, gainWords(lens_gain, lens_gain_se, lens_up, lens_down)),
    ...(neighbours === LENS_VOTERS
      ? []
      : [
          row(
            'learned similarity',
            LENS_VOTERS,
            lens_9_accuracy,
            gainWords(lens_9_gain, lens_9_gain_se, lens_9_up, lens_9_down),
          ),
        ]),
  ];
}
