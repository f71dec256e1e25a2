/** The figures agree with scikit-learn's, worked out from the table of every query that goes with them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type JsonReport, type JsonSource, jsonReport } from '../../src/engine/evaluation/report-json.ts';
import { predictionsReport } from '../../src/engine/evaluation/report-predictions.ts';
import type { Sample } from '../../src/evaluation/partition.ts';
import { drawSamples, evaluateDrawn } from '../../src/evaluation/test-evaluation.ts';
import { hasPythonModule, PYTHON } from '../setup/python-packages.mjs';

const SCRIPT = path.resolve('scripts/evaluate/figures_by_scikit_learn.py');
const PATTERN = 'HE-\\d+';
const FIGURES = ['top1', 'mv3', 'mv5', 'macro_f1', 'balanced_accuracy', 'map_at_10'] as const;

type Figure = (typeof FIGURES)[number];

/** Uneven sources, none of which has all labels; "rare" is on HE-2 alone, "lone" is a single patch. */
function makeSamples(): Sample[] {
  const drawn = drawSamples(120, ['tumour', 'stroma', '"fat", yellow', 'mucosa'], 8);
  const samples = drawn
    .filter(({ path, label }) => !(path.startsWith('HE-3') && label === 'stroma'))
    .map(({ path, label }, at) => ({ path: `${at % 2 ? 'train' : 'test'}/${path}`, label }));
  const rare = [1, 2, 3].map((at) => ({ path: `test/HE-2/rare ${at}.png`, label: 'rare' }));
  return [...samples, ...rare, { path: 'train/HE-5/lone.png', label: 'lone' }];
}

type SourceByScikitLearn = Record<Figure, number | null> & { source: string };

type ByScikitLearn = Record<string, number | number[] | null> & { per_source: SourceByScikitLearn[] };

function figuresByScikitLearn(predictions: string): ByScikitLearn {
  const folder = mkdtempSync(path.join(tmpdir(), 'gramscope-sklearn-'));
  try {
    const file = path.join(folder, 'predictions.csv');
    writeFileSync(file, predictions);
    return JSON.parse(execFileSync(PYTHON, [SCRIPT, file], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function expectClose(own: number | null | undefined, theirs: number | null | undefined, name: string): void {
  if (own === null || theirs === null) expect(own, name).toBe(theirs);
  else expect(own, name).toBeCloseTo(theirs ?? Number.NaN, 3);
}

it.skipIf(!hasPythonModule('sklearn')).each([
  ['a source left out', { kind: 'leave-out', pattern: PATTERN }, 3, true],
  ['random folds with sources', { kind: 'folds', k: 5, seed: 1 }, 5, true],
  ['random folds without sources', { kind: 'folds', k: 3, seed: 1 }, 1, false],
  ['a split', { kind: 'split', train: 'train', test: 'test' }, 3, true],
  ['references that are fewer than voters', { kind: 'split', train: 'HE-5', test: 'HE-2' }, 5, false],
] as const)(
  'figures of %s are scikit-learn’s',
  async (_, protocol, voters, withSources) => {
    const sourcePattern = withSources ? PATTERN : undefined;
    const evaluation = evaluateDrawn(makeSamples(), { protocol, voters, sourcePattern, gain: 2 });
    const own: JsonReport = jsonReport(evaluation, [], { collection: 'drawn', version: '', date: new Date(0) });
    const theirs = figuresByScikitLearn(await predictionsReport(evaluation).text());
    for (const figure of FIGURES) {
      expectClose(own[figure], theirs[figure] as number | null, figure);
      expectClose(own[`${figure}_sd`], theirs[`${figure}_sd`] as number | null, `${figure}_sd`);
      const [interval, expected] = [own[`${figure}_ci95`], theirs[`${figure}_ci95`] as number[] | null];
      for (const end of [0, 1]) expectClose(interval?.[end] ?? null, expected?.[end] ?? null, `${figure}_ci95`);
    }
    expect(own.per_source.map(({ source }) => source)).toEqual(theirs.per_source.map(({ source }) => source));
    for (const [at, row] of own.per_source.entries()) {
      for (const figure of FIGURES) {
        expectClose(
          row[figure as keyof JsonSource] as number | null,
          theirs.per_source[at]?.[figure],
          `${row.source} ${figure}`,
        );
      }
    }
  },
  60_000,
);
