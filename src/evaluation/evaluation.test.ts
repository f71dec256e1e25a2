import { describe, expect, it } from 'vitest';
import { namedProfile } from '../barcode/profile.ts';
import { loadPatterns } from '../base/patterns.ts';
import { countDuplicates, type Evaluation, evaluate, patchesInCell } from './evaluation.ts';
import { NearestTable } from './nearest-table.ts';
import { isReferenceFor, partition } from './partition.ts';

await loadPatterns();

const profile = namedProfile('standard', 'weights');

/** Two slides with a tumour and two of fat each; the patch at 4 has the pixels of the one at 1, under another label. */
const SAMPLES = [
  { path: 'HE-1/0', label: 'tumour' },
  { path: 'HE-1/1', label: 'fat' },
  { path: 'HE-1/2', label: 'fat' },
  { path: 'HE-2/3', label: 'tumour' },
  { path: 'HE-2/4', label: 'tumour' },
  { path: 'HE-2/5', label: 'fat' },
];
const HASHES = ['a', 'b', 'c', 'd', 'b', 'e'];
const DIVIDED = partition(SAMPLES, { kind: 'leave-out', pattern: 'HE-\\d' });

/** Neighbours in order of position. */
function tableByPosition(isKeptOut: (q: number, r: number) => boolean): NearestTable {
  const table = new NearestTable(SAMPLES.length, 10, DIVIDED.queries);
  for (const q of SAMPLES.keys()) {
    for (const r of SAMPLES.keys()) if (isReferenceFor(DIVIDED, q, r) && !isKeptOut(q, r)) table.offer(q, r, r);
  }
  return table;
}

function evaluateSamples(withoutDuplicates: boolean): Evaluation {
  const table = tableByPosition((q, r) => withoutDuplicates && HASHES[q] === HASHES[r]);
  return evaluate(
    {
      profile,
      patchIds: [10, 11, 12, 13, 14, 15],
      samples: SAMPLES,
      unlabelled: 2,
      partition: DIVIDED,
      hashes: HASHES,
      chosen: { layers: profile.layers, table },
      others: [{ layers: [5], table }],
      colour: table,
    },
    { protocol: { kind: 'leave-out', pattern: 'HE-\\d' }, layers: profile.layers, voters: 3, withoutDuplicates },
  );
}

describe('evaluate', () => {
  // Slide 1 asks 3, 4, 5: tumour, tumour, fat. Slide 2 asks 0, 1, 2: tumour, fat, fat.
  it('lets each slide be answered by the other, and looks at every setting', () => {
    const { scores, rows, foldNames, queries } = evaluateSamples(false);
    expect(foldNames).toEqual(['HE-1', 'HE-2']);
    expect(queries.map(({ predicted }) => predicted)).toEqual(['tumour', 'tumour', 'tumour', 'fat', 'fat', 'fat']);
    expect(scores.etaP).toBeCloseTo(2 / 6, 12);
    expect(rows.map(({ layers, voters }) => [layers.length, voters])).toEqual([
      [1, 3],
      [5, 3],
      [5, 1],
      [5, 5],
    ]);
  });

  it('finds the patches behind a cell of the confusion matrix', () => {
    const evaluation = evaluateSamples(false);
    expect(patchesInCell(evaluation, 'fat', 'tumour').map(({ at }) => at)).toEqual([1, 2]);
    expect(patchesInCell(evaluation, 'fat', 'tumour')[0]?.retrieved).toEqual([3, 4, 5]);
  });

  // Right by chance: slide 1 meets 2 tumours and 1 fat, slide 2 meets 1 tumour and 2 fats.
  it('knows what chance and the most frequent label would reach', () => {
    const { scores, majority } = evaluateSamples(false);
    expect(scores.chance).toBeCloseTo((2 / 3 + 1 / 3 + 1 / 3 + 1 / 3 + 1 / 3 + 2 / 3) / 6, 12);
    // Tumour for slide 1 (right once), fat for slide 2 (right once).
    expect(majority).toBeCloseTo(2 / 6, 12);
  });

  it('reports duplicates, and counts fewer references when they are kept out', () => {
    const { duplicates, scores } = evaluateSamples(true);
    expect(duplicates).toEqual([{ members: [1, 4], labels: ['fat', 'tumour'], acrossFolds: true }]);
    expect(countDuplicates(duplicates)).toEqual({ groups: 1, acrossFolds: 1, contradicting: 1 });
    // The fat at 1 now meets 1 tumour and 1 fat, the tumour at 4 meets 1 tumour and 1 fat.
    expect(scores.chance).toBeCloseTo((2 / 3 + 1 / 2 + 1 / 3 + 1 / 3 + 1 / 2 + 2 / 3) / 6, 12);
  });
});
