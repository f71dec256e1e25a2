/** The tables of the report. */
import { VOTERS } from '../../barcode/vote.ts';
import { type Evaluation, VOTER_CHOICES } from '../../evaluation/evaluation.ts';
import {
  aucWords,
  FIGURE_TITLES,
  intervalWords,
  mistakenWords,
  NO_FIGURE,
  percentWords,
  pointsWords,
  withDeviation,
} from '../../evaluation/figure-words.ts';
import type { FigureKey } from '../../evaluation/figures.ts';
import { headlineOf } from '../../evaluation/headline.ts';
import { gainWords } from '../../evaluation/lens-words.ts';
import { cellSide, digitsOf, shareColours } from '../../evaluation/matrix-cells.ts';
import { protocolTitle, titleOfProtocolName } from '../../evaluation/protocol.ts';
import { PRECISION_RANKS } from '../../evaluation/scores.ts';
import type { Spread, SpreadFigures } from '../../evaluation/spread.ts';
import { type Cell, escaped, table } from './html.ts';
import type { JsonRow } from './report-json.ts';

const FIGURE_ORDER = Object.keys(FIGURE_TITLES) as FigureKey[];

/** Of every evaluation by another protocol: barcodes, and colour alone below. */
export function protocolTable(evaluations: readonly Evaluation[]): string {
  const rowOf = (name: string, figures: SpreadFigures) => [
    name,
    ...FIGURE_ORDER.map((key) => spreadCell(figures[key])),
  ];
  return table(
    ['', ...FIGURE_ORDER.map((key) => FIGURE_TITLES[key])],
    evaluations.flatMap(({ protocol, figures, colourFigures }) => [
      rowOf(protocolTitle(protocol), figures),
      rowOf('colour alone', colourFigures),
    ]),
  );
}

function spreadCell({ value, sd, interval }: Spread): Cell {
  const text = withDeviation({ mean: value, sd });
  return interval ? { text, below: `${intervalWords(interval)}` } : { text };
}

/** What a similarity learned from labels gains on sources that it has not seen; nothing where that was not asked for. */
export function lensTable({ lens = [] }: Evaluation): string {
  const [first] = lens;
  if (!first) return '';
  const plain = ['plain', `${VOTERS}`, percentWords(first.plain), '', '', ''];
  return table(
    ['Similarity', 'Votes', 'Accuracy', 'Gain', 'Sources up', 'Sources down'],
    [
      plain,
      ...lens.map((each) => [
        'learned',
        `${each.voters}`,
        percentWords(each.learned),
        gainWords(each),
        `${each.up}`,
        `${each.down}`,
      ]),
    ],
  );
}

/** What the paper reports beside accuracy, barcodes and colour alone. */
export function furtherTable({ scores, colour, protocol }: Evaluation): string {
  const columns = [scores, colour].map((one) => {
    const { specificity, auc } = headlineOf(one, protocol);
    const precisions = PRECISION_RANKS.map((_, at) => percentWords(one.precisionAt[at]));
    return [
      withDeviation(specificity),
      aucWords(auc),
      ...precisions,
      ...[one.etaP, one.etaW, one.etaTotal].map(percentWords),
    ];
  });
  const names = [
    'Specificity, mean of classes',
    'AUC, mean of classes',
    ...PRECISION_RANKS.map((k) => `Precision at ${k}`),
    'Patch-to-scan accuracy',
    'Whole-scan accuracy',
    'Total of both',
  ];
  return table(
    ['', 'Barcodes', 'Colour alone'],
    names.map((name, at) => [name, ...columns.map((column) => column[at] ?? '')]),
  );
}

export function classTable({ scores, colour, mistaken }: Evaluation): string {
  const byColour = new Map(colour.perClass.map(({ label, sensitivity }) => [label, sensitivity]));
  return table(
    ['Label', 'Queries', 'Failures', 'Sensitivity', 'by colour', 'Precision', 'F1', 'Specificity', 'AUC'],
    scores.perClass.map(({ label, patches, failures, sensitivity, precision, f1, specificity, auc }) => [
      label,
      `${patches}`,
      `${failures}`,
      percentWords(sensitivity),
      percentWords(byColour.get(label)),
      percentWords(precision),
      percentWords(f1),
      percentWords(specificity),
      aucWords({ mean: auc, sd: null }),
    ]),
    (at) => {
      const words = mistakenWords(mistaken.filter(({ truth }) => truth === scores.perClass[at]?.label));
      return words && `Predicted as: ${words}`;
    },
  );
}

export function sourceTable({ perSource }: Evaluation): string {
  return table(
    ['Source', 'Queries', 'Labels', 'Failures', ...FIGURE_ORDER.map((key) => FIGURE_TITLES[key]), 'by colour'],
    perSource.map(({ source, queries, labels, failures, figures, colour }) => [
      source,
      `${queries}`,
      `${labels}`,
      `${failures}`,
      ...FIGURE_ORDER.map((key) => percentWords(figures[key])),
      percentWords(colour),
    ]),
    (at) => {
      const words = mistakenWords(perSource[at]?.mistaken ?? [], true);
      return words && `True label → predicted: ${words}`;
    },
  );
}

/** Labels from which the matrix lies across the paper: with fewer, an upright page holds it with numbers that can be read. */
const WIDE_FROM = 37;

/** Side of a cell, in CSS pixels, from which a row is high enough for a label in two lines. */
const ROOMY_FROM = 32;

/** Most pairs of labels in the list below the matrix. */
const MOST_PAIRS = 30;

export function matrixSection({ scores, mistaken }: Evaluation): string {
  const { labels, counts } = scores.confusion;
  const digits = digitsOf(counts);
  const side = cellSide(labels.length, digits);
  const sizes = `--n:${labels.length};--digits:${digits};--on-screen:${side}px`;
  const kind = side >= ROOMY_FROM ? 'matrix roomy' : 'matrix';
  const head = labels.map(
    (label) => `<th scope="col" title="${escaped(label)}"><span class="column">${escaped(label)}</span></th>`,
  );
  const rows = labels.map((label, t) => {
    const row = counts[t] ?? [];
    const all = row.reduce((sum, count) => sum + count, 0);
    const cells = row.map((count, p) => matrixCell(count, count / all, `${label} as ${labels[p]}`));
    return `<tr><th scope="row" title="${escaped(label)}"><span>${escaped(label)}</span></th>${cells.join('')}</tr>`;
  });
  const pairs = mistaken.slice(0, MOST_PAIRS);
  return [
    `<section class="${labels.length >= WIDE_FROM ? 'wide' : 'upright'}">`,
    '<h2>Confusion matrix</h2>',
    '<p>Rows: true label. Columns: predicted label. An empty cell is 0; the colour is the share of the row.</p>',
    `<div class="scroll"><table class="${kind}" style="${sizes}"><thead><tr><th>predicted →<br>true ↓</th>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`,
    colourScale(),
    '</section>',
    ...(pairs.length === 0
      ? []
      : [
          `<h3>Most frequent confusions${mistaken.length > pairs.length ? `, ${pairs.length} of ${mistaken.length} pairs` : ''}</h3>`,
          table(
            ['True label', 'Predicted', 'Queries', 'of the label'],
            pairs.map(({ truth, predicted, count }) => [
              truth,
              { text: predicted ?? 'nothing found', isWords: true },
              `${count}`,
              percentWords(count / (scores.perClass.find(({ label }) => label === truth)?.patches ?? count)),
            ]),
          ),
        ]),
  ].join('\n');
}

function matrixCell(count: number, share: number, title: string): string {
  if (count === 0) return '<td></td>';
  const { background, color } = shareColours(share);
  return `<td style="background:${background};color:${color}" title="${escaped(title)}">${count}</td>`;
}

const SCALE_STEPS = [0, 0.2, 0.4, 0.6, 0.8, 1];

function colourScale(): string {
  const steps = SCALE_STEPS.map((share) => {
    const { background, color } = shareColours(share);
    return `<span class="step" style="background:${background};color:${color}">${share * 100} %</span>`;
  });
  return `<div class="scale" role="img" aria-label="Colours from 0 to 100 % of a row">${steps.join('')}</div>`;
}

export function settingTable(rows: readonly JsonRow[]): string {
  return table(
    ['Protocol', 'Layers', 'Votes', 'Size', 'Bits', 'Accuracy', 'Difference', 'Macro F1', 'AUC', 'mAP at 10'],
    rows.map((row) => [
      titleOfProtocolName(row.protocol),
      row.layers.join(', '),
      `${row.neighbours}`,
      `${row.size} px`,
      `${row.sampling === 'full' ? 'all' : `${row.sampling.toLocaleString('en')} per layer`}`,
      withDeviation({ mean: shareOf(row.accuracy), sd: shareOf(row.accuracy_sd) }),
      differenceCell(row.against_chosen),
      percentWords(shareOf(row.macro_f1)),
      aucWords({ mean: row.auc, sd: null }),
      percentWords(shareOf(row.map_at_10)),
    ]),
  );
}

function differenceCell(difference: JsonRow['against_chosen']): Cell {
  if (!difference) return { text: NO_FIGURE };
  const text = pointsWords(difference.difference / 100);
  return difference.ci95
    ? { text, below: intervalWords([difference.ci95[0] / 100, difference.ci95[1] / 100]) }
    : { text };
}

function shareOf(percent: number | null): number | null {
  return percent === null ? null : percent / 100;
}

/** How many hits vote, for a reader. */
export function votersWords(voters: number): string {
  return voters === VOTER_CHOICES[0] ? 'the nearest hit decides' : `the ${voters} nearest hits vote`;
}
