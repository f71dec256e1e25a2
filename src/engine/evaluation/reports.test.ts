import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { namedProfile } from '../../barcode/profile.ts';
import { loadPatterns } from '../../base/patterns.ts';
import { type Evaluation, evaluate } from '../../evaluation/evaluation.ts';
import { NearestTable } from '../../evaluation/nearest-table.ts';
import { isReferenceFor, nameSources, partition } from '../../evaluation/partition.ts';
import { drawSamples, evaluateDrawn } from '../../evaluation/test-evaluation.ts';
import { commitBatch } from '../../library/commit-batch.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { addCollection, indexedFile } from '../../library/test-records.ts';
import { exportEvaluation } from './export-evaluation.ts';
import { type JsonReport, jsonReport } from './report-json.ts';

await loadPatterns();

const HOSTILE = '<img src=x onerror=alert(1)>';
const SAMPLES = [
  { path: 'a/1', label: HOSTILE },
  { path: 'a/2', label: HOSTILE },
  { path: 'b/1', label: 'b' },
  { path: '=b/2', label: 'b' },
];

/** Every patch is answered by those of other groups, in order: all of them wrongly. */
function makeEvaluation(withLens = false): Evaluation {
  const protocol = { kind: 'leave-out', pattern: '^=?.' } as const;
  const divided = partition(SAMPLES, protocol);
  const table = new NearestTable(SAMPLES.length, 10, divided.queries);
  for (const q of SAMPLES.keys())
    for (const r of SAMPLES.keys()) if (isReferenceFor(divided, q, r)) table.offer(q, r, r);
  // The other way round: the farthest come first.
  const learned = new NearestTable(SAMPLES.length, 10, divided.queries);
  for (const q of SAMPLES.keys())
    for (const r of SAMPLES.keys()) if (isReferenceFor(divided, q, r)) learned.offer(q, r, 9 - r);
  const profile = namedProfile('standard', 'weights');
  const { layers } = profile;
  return evaluate(
    {
      profile,
      patchIds: [0, 1, 2, 3],
      samples: SAMPLES,
      unlabelled: 0,
      partition: divided,
      sources: nameSources(SAMPLES, protocol.pattern).names,
      hashes: ['1', '2', '3', '3'],
      chosen: { layers, table },
      others: [],
      colour: table,
      learned: withLens ? learned : undefined,
    },
    { protocol, layers, voters: 3, withoutDuplicates: false, withLens },
  );
}

async function makeReport(format: 'json' | 'csv' | 'html' | 'predictions'): Promise<string> {
  const collection = await addCollection({ name: 'Colon' });
  await commitBatch(
    collection.id,
    SAMPLES.map(({ path }, at) => indexedFile(path, at + 1)),
    [],
  );
  return (await exportEvaluation(format, collection, makeEvaluation(), [])).text();
}

describe('reports', () => {
  it('have what the learned similarity gains, or say that it was not asked for', () => {
    const context = { collection: 'c', version: '', date: new Date(0) };
    const report = jsonReport(makeEvaluation(true), [], context);
    const { lens_accuracy, lens_plain_accuracy, lens_gain, lens_gain_se, lens_up, lens_down, lens_9_gain } = report;
    expect(lens_plain_accuracy).toBe(report.accuracy);
    // One source is answered by the other, whose farther patch now comes first; both have one label, so nothing changes.
    expect([lens_accuracy, lens_gain, lens_gain_se, lens_up, lens_down, lens_9_gain]).toEqual([0, 0, 0, 0, 0, 0]);
    const without = jsonReport(makeEvaluation(), [], context);
    expect([without.lens_accuracy, without.lens_gain, without.lens_up, without.lens_9_down]).toEqual([
      ...[null, null, null, null],
    ]);
  });

  it('have every promised figure, in percent', async () => {
    const report: JsonReport = JSON.parse(await makeReport('json'));
    expect(report).toMatchObject({
      n: 4,
      protocol: 'leave-out:^=?.',
      seed: null,
      draw: null,
      accuracy: 0,
      colour_accuracy: 0,
      duplicates: { groups: 1, across_folds: 1, contradicting: 0, paths: [['b/1', '=b/2']] },
    });
    const promised = [
      'profile',
      'accuracy_sd',
      'sensitivity',
      'specificity',
      'auc',
      'chance',
      'per_class',
      'confusion',
      'rows',
      'top1',
      'mv3',
      'mv5',
      'macro_f1',
      'balanced_accuracy',
      'per_source',
      'calibration_ece',
    ];
    expect(Object.keys(report)).toEqual(expect.arrayContaining(promised));
  });

  it('say which queries were drawn', async () => {
    const draw = { queries: 2, seed: 7 };
    const json = jsonReport({ ...makeEvaluation(), draw, drawnFrom: 4 }, [], {
      collection: 'Colon',
      version: '1',
      date: new Date(0),
    });
    expect(json.draw).toEqual({ queries: 2, of: 4, seed: 7 });
  });

  it('give a table a line for each setting', async () => {
    const lines = (await makeReport('csv')).trim().split('\r\n');
    expect(lines[0]).toMatch(/^"protocol","layers","neighbours"/);
    expect(lines[1]).toMatch(/^"leave-out:\^=\?\.","1 2 3 4 5",3,256,2048,"per-layer",1,0,/);
    expect(lines).toHaveLength(4);
  });

  it('have a row a source with its failures', async () => {
    const { per_source }: JsonReport = JSON.parse(await makeReport('json'));
    expect(per_source.map(({ source, n, failures, macro_f1 }) => [source, n, failures, macro_f1])).toEqual([
      ['=b', 1, 1, 0],
      ['a', 2, 2, 0],
      ['b', 1, 1, 0],
    ]);
    expect(per_source[1]?.mistaken).toEqual([{ label: HOSTILE, predicted: 'b', count: 2 }]);
  });

  it('give every query a line with its answer', async () => {
    const [head = '', ...lines] = (await makeReport('predictions')).trim().split('\r\n');
    expect(head).toMatch(/^"path","source","fold","true","predicted","right","voters","votes","top1","mv3","mv5",/);
    expect(lines).toHaveLength(4);
    expect(lines[2]).toBe(
      `"b/1","b","b","b","${HOSTILE}",0,3,"${HOSTILE} 2; b 1","${HOSTILE}","${HOSTILE}","${HOSTILE}",3,1,` +
        `"a/1","${HOSTILE}",0,"a/2","${HOSTILE}",1,"'=b/2","b",3${',"","",""'.repeat(7)}`,
    );
    expect(lines[3]).toMatch(/^"'=b\/2"/);
  });

  it('carry the pictures of the mistakes, and run nothing that a file is called', async () => {
    const page = await makeReport('html');
    expect(page.match(/data:image\/jpeg;base64,/g)?.length).toBeGreaterThanOrEqual(3);
    expect(page).not.toContain(HOSTILE);
    expect(page).not.toMatch(/(src|href)="(?!data:)/);
    const figures = /id="figures">([^<]*)<\/script>/.exec(page)?.[1] ?? '';
    expect(JSON.parse(figures)).toMatchObject({ n: 4, confusion: { labels: [HOSTILE, 'b'] } });
  });

  /** The report once showed no numbers at thirty labels, and had neither the warning nor the citation nor the scale. */
  it.each([2, 9, 30, 100])(
    'show every count at %d labels, quiet zeros, the scale, the warning and what to cite',
    async (n) => {
      const labels = Array.from({ length: n }, (_, at) => `label ${String(at).padStart(3, '0')}`);
      const samples = drawSamples(n < 100 ? 150 : 400, labels, 8);
      const leaveOut = evaluateDrawn(samples, {
        protocol: { kind: 'leave-out', pattern: 'HE-\\d+' },
        gain: 3,
        range: 30,
      });
      const folds = evaluateDrawn(samples, { protocol: { kind: 'folds', k: 5, seed: 1 }, gain: 3, range: 30 });
      const { id, name } = await addCollection({ name: 'Colon' });
      const collection = { id, name } as CollectionRecord;
      const page = await (await exportEvaluation('html', collection, leaveOut, [folds])).text();
      const matrix = /<table class="matrix[^"]*"[\s\S]*?<\/table>/.exec(page)?.[0] ?? '';
      const { labels: shown, counts } = leaveOut.scores.confusion;
      const numbers = [...matrix.matchAll(/<td[^>]*>(\d*)<\/td>/g)].map(([, number]) => number);
      expect(numbers).toEqual(counts.flat().map((count) => (count === 0 ? '' : `${count}`)));
      expect(matrix.match(/<th scope="col"/g)).toHaveLength(shown.length);
      expect(page).toContain('aria-label="Colours from 0 to 100 % of a row"');
      expect(page).toMatch(/class="warning">With random folds/);
      expect(page).toContain('arXiv:2111.15519');
      expect(page).toContain('Macro F1');
      expect(page).toContain('>5-fold cross-validation<');
    },
  );
});
