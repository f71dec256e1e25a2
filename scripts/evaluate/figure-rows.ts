import type { JsonEvaluation, JsonReport, JsonSpreadFigures } from '../../src/engine/evaluation/report-json.ts';
import { percent } from './percent.ts';

type Figure = 'top1' | 'mv3' | 'mv5' | 'macro_f1' | 'balanced_accuracy' | 'map_at_10';

const FIGURES: readonly (readonly [Figure, string])[] = [
  ['top1', 'nearest hit right'],
  ['mv3', 'majority of 3'],
  ['mv5', 'majority of 5'],
  ['macro_f1', 'macro F1'],
  ['balanced_accuracy', 'balanced accuracy'],
  ['map_at_10', 'mAP at 10'],
];

/** One figure of the setting that was chosen: its name, its key in the JSON, and what each evaluation reaches. */
export interface FigureRow {
  readonly name: string;
  readonly key: string;
  /** In the order of the report's evaluations. */
  readonly reached: readonly { readonly barcodes: string; readonly colour: string }[];
}

/** What the report says of the chosen setting under each protocol, with its spread. */
export function figureRows({ evaluations }: JsonReport): FigureRow[] {
  const rows = FIGURES.map(([key, name]) => ({
    name,
    key,
    reached: evaluations.map((evaluation) => ({
      barcodes: withSpread(evaluation, key),
      colour: withSpread(evaluation.colour, key),
    })),
  }));
  return [...rows, { name: 'calibration error', key: 'calibration_ece', reached: evaluations.map(calibration) }];
}

function withSpread(figures: JsonSpreadFigures, key: Figure): string {
  const interval = figures[`${key}_ci95`];
  const words = percent(figures[key], figures[`${key}_sd`]);
  return interval ? `${words} (${interval.map((end) => end.toFixed(1)).join(' to ')})` : words;
}

/** Foretold by barcodes alone. */
function calibration({ calibration_ece: error }: JsonEvaluation): { barcodes: string; colour: string } {
  return { barcodes: error?.toFixed(4) ?? '–', colour: '–' };
}
