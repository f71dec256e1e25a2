import { type MadeCollection, storeMade } from '../../e2e/support/made-archive.ts';
import { htmlReport } from '../../src/engine/evaluation/report-html.ts';
import { jsonReport } from '../../src/engine/evaluation/report-json.ts';
import { evaluateDrawn } from '../../src/evaluation/test-evaluation.ts';

const SLIDES = 'slide-\\d+';

/** The report of an evaluation whose distances are drawn: of any number of labels, with many kinds of failures. */
export async function makeReport(made: MadeCollection): Promise<string> {
  const id = await storeMade(made);
  const samples = made.patches.map(({ path, label }) => ({ path, label }));
  const isFew = new Set(samples.map(({ label }) => label)).size < 12;
  const drawn = { gain: isFew ? 1 : 3, range: 8, sourcePattern: SLIDES };
  const leftOut = evaluateDrawn(samples, { ...drawn, protocol: { kind: 'leave-out', pattern: SLIDES } });
  const folds = evaluateDrawn(samples, { ...drawn, protocol: { kind: 'folds', k: 5, seed: 1 } });
  const json = jsonReport(leftOut, [folds], { collection: made.name, version: '0.1.0', date: new Date() });
  return (await htmlReport(leftOut, [folds], json, id)).text();
}
