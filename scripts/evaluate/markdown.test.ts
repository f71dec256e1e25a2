import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { namedProfile } from '../../src/barcode/profile.ts';
import { type JsonReport, type JsonRow, jsonReport } from '../../src/engine/evaluation/report-json.ts';
import type { Evaluation } from '../../src/evaluation/evaluation.ts';
import { scoresOf } from '../../src/evaluation/scores.ts';
import { spreadFigures } from '../../src/evaluation/spread.ts';
import { retrieval } from '../../src/evaluation/test-retrievals.ts';
import { markdownSection, replaceSection } from './markdown.ts';

const RETRIEVALS = [
  retrieval(0, 'a', 'aaa'),
  retrieval(0, 'b', 'aaa'),
  retrieval(1, 'a', 'aaa'),
  retrieval(1, 'b', 'bbb'),
];
const SCORES = scoresOf(RETRIEVALS, 3);
const FIGURES = spreadFigures(RETRIEVALS, 3, ['x', 'x', 'y', 'z']);

function evaluation(protocol: Evaluation['protocol']): Evaluation {
  const rows = [5, 3].map((layer) => ({ layers: [layer], voters: 3, scores: SCORES }));
  const nothing = { duplicates: [], samples: [], perSource: [], mistaken: [], queries: [] };
  return {
    ...nothing,
    profile: namedProfile('standard', 'weights'),
    layers: [5],
    voters: 3,
    protocol,
    scores: SCORES,
    colour: SCORES,
    figures: FIGURES,
    colourFigures: FIGURES,
    majority: 0.5,
    rows,
  } as unknown as Evaluation;
}

const REPORT: JsonReport = jsonReport(
  evaluation({ kind: 'folds', k: 2, seed: 1 }),
  [evaluation({ kind: 'leave-out', pattern: 'HE' })],
  { collection: 'tiles', version: '1.2.3', date: new Date('2026-01-02T03:04:05Z') },
);

it('has a line for each setting, a column for each protocol, and the baselines below', () => {
  const { text } = markdownSection(REPORT, ['tiles', '--protocol', 'leave-out:HE-\\d+'], 'crc');
  // Folds reach 1/2 and 2/2: 75.0 with a deviation of 35.4.
  expect(text).toMatch(/\| 5 \| 3 \| 75\.0 ± 35\.4 % \| .* \| 75\.0 ± 35\.4 % \| .* \| 94\.3 ± 0\.6 % \|/);
  expect(text).toContain("`npm run evaluate -- tiles --protocol 'leave-out:HE-\\d+'`");
  expect(text).toContain('Colour alone, `leave-out:HE`: 75.0 %.');
  expect(text).toContain('2026-01-02');
  expect(text).toContain('\n4 queries, 2 per label; 2026');
  expect(markdownSection(REPORT, ['tiles'], undefined).text).not.toContain('published');
});

it('says the seed of the folds and not how other reports were kept, whichever protocol comes first', () => {
  const report = jsonReport(
    evaluation({ kind: 'leave-out', pattern: 'HE' }),
    [evaluation({ kind: 'folds', k: 2, seed: 7 })],
    { collection: 'tiles', version: '1.2.3', date: new Date('2026-01-02T03:04:05Z') },
  );
  const words = ['tiles', '--json', '/tmp/a.json', '--slides', 'HE', '--csv=b.csv', '--markdown', 'docs/results.md'];
  const { text } = markdownSection(report, words, undefined);
  expect(text).toContain('; `cv2` with seed 7; images at 256 px');
  expect(text).not.toContain('none');
  expect(text).toContain('`npm run evaluate -- tiles --slides HE --markdown docs/results.md`');
});

it('has the figures of the chosen setting, those of the protocols side by side, and as many by colour', () => {
  const { text } = markdownSection(REPORT, ['tiles'], undefined);
  expect(text).toContain('| figure | `cv2` | colour alone | `leave-out:HE` | colour alone |');
  const [, top1] =
    /^\| nearest hit right \(`top1`\) \| ([\d.]+ ± [\d.]+ % \([\d.−-]+ to [\d.]+\)) \|/m.exec(text) ?? [];
  expect(top1).toMatch(/^75\.0 ± 35\.4 %/);
  expect(text).toContain('| calibration error (`calibration_ece`) | – | – | – | – |');
});

it('replaces the section of its collection, and keeps the others', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'gramscope-'));
  const file = path.join(folder, 'results.md');
  try {
    const first = await replaceSection(file, { title: '## one', text: '## one\n\nformer figures' });
    await writeFile(file, first);
    await writeFile(file, await replaceSection(file, { title: '## two', text: '## two\n\nsecond' }));
    const last = await replaceSection(file, { title: '## one', text: '## one\n\nnew' });
    expect(last).toMatch(/^# Results\n[\s\S]*\n## one\n\nnew\n\n## two\n\nsecond\n$/);
    expect(last).not.toContain('former figures');
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('writes rows that stand by themselves', () => {
  const row: JsonRow | undefined = REPORT.rows[2];
  expect(row).toMatchObject({ protocol: 'leave-out:HE', layers: [5], neighbours: 3, accuracy: 75, size: 256 });
});

it('has a section of its own for what labels have taught, with both rows', () => {
  const learned = {
    ...{
      lens_plain_accuracy: 72.6,
      lens_accuracy: 80.4,
      lens_gain: 7.81,
      lens_gain_se: 1.92,
      lens_up: 10,
      lens_down: 0,
    },
    ...{ lens_9_accuracy: 81, lens_9_gain: 8.1, lens_9_gain_se: 2, lens_9_up: 9, lens_9_down: 1 },
  };
  const { title, text } = markdownSection({ ...REPORT, ...learned }, ['tiles', '--lens'], undefined);
  expect(title).toBe('## tiles, learned from labels');
  expect(text).toMatch(/\| plain \| 3 \| 72\.6 % \| +\| +\| +\|/);
  expect(text).toContain('| learned | 3 | 80.4 % | +7.8 ± 1.9 | 10 | 0 |');
  expect(text).toContain('| learned | 9 | 81.0 % | +8.1 ± 2.0 | 9 | 1 |');
});
