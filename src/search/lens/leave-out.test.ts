import { expect, it } from 'vitest';
import { voteOf } from '../../barcode/vote.ts';
import { loadPatterns } from '../../base/patterns.ts';
import { seededRandom, shuffled } from '../../base/seeded-random.ts';
import { gainOf, isWorthwhile } from '../../evaluation/lens-check.ts';
import type { NearestTable } from '../../evaluation/nearest-table.ts';
import { type Partition, partition } from '../../evaluation/partition.ts';
import { SearchIndex } from '../search-index.ts';
import { type LeftOut, nearestByLens } from './leave-out.ts';
import { type Drawn, drawLabelled } from './testing/draw-labelled.ts';

await loadPatterns();

const NEVER = new AbortController().signal;

function leavingSourcesOut({ barcodes, bits, sources }: Drawn, labels: readonly string[]): LeftOut {
  const samples = labels.map((label, at) => ({ label, path: `HE-${sources[at]}/${at}` }));
  const divided = partition(samples, { kind: 'leave-out', pattern: 'HE-\\d+' });
  return { barcodes, bits, labels, partition: divided, keptApart: Int32Array.from(labels.keys()), depth: 10 };
}

function namesOf({ labels }: Drawn): string[] {
  return labels.map((label) => `label ${label}`);
}

/** 1 for each query whose nearest three vote rightly, else 0. */
function rightVotes(table: NearestTable, labels: readonly string[], { queries }: Partition): number[] {
  return Array.from(queries, (at) =>
    Number(voteOf(table.neighboursOf(at).map((found) => labels[found] ?? ''))?.label === labels[at]),
  );
}

async function check(drawn: Drawn, labels = namesOf(drawn)) {
  const leftOut = leavingSourcesOut(drawn, labels);
  const learned = rightVotes(await nearestByLens(leftOut, NEVER, () => {}), labels, leftOut.partition);
  const index = new SearchIndex(drawn.barcodes.length / labels.length);
  index.put(0, drawn.barcodes);
  const { ids } = await index.nearestOfAll({ n: 3, sourceOf: Uint32Array.from(drawn.sources) }, NEVER, () => {});
  const gain = gainOf(
    learned.map((first, at) => {
      const nearest = [...ids.subarray(at * 3, at * 3 + 3)].map((found) => labels[found] ?? '');
      return { unit: `${drawn.sources[at]}`, first, second: Number(voteOf(nearest)?.label === labels[at]) };
    }),
  );
  if (!gain) throw new Error('no queries');
  const counts = [...new Set(labels)].map((label) => labels.filter((each) => each === label).length);
  return { gain, isOffered: isWorthwhile(gain, Math.max(...counts) / labels.length) };
}

it('gains where sources hide what labels have in common', async () => {
  const { gain, isOffered } = await check(
    drawLabelled({ patches: 480, labels: 4, sources: 6, byLabel: 0.3, bySource: 1.2 }),
  );
  expect(gain.mean).toBeGreaterThan(0.05);
  expect(gain.sources).toBe(6);
  expect(isOffered).toBe(true);
});

it('is never offered for labels drawn at random', async () => {
  const drawn = drawLabelled({ patches: 240, labels: 4, sources: 5, bits: 512 });
  for (let seed = 1; seed <= 12; seed++) {
    const { isOffered } = await check(drawn, shuffled(namesOf(drawn), seededRandom(seed)));
    expect(isOffered).toBe(false);
  }
});

it('searches by plain distances where nothing can be learned', async () => {
  const drawn = drawLabelled({ patches: 40, labels: 1, sources: 4, bits: 64 });
  const leftOut = leavingSourcesOut(drawn, namesOf(drawn));
  const table = await nearestByLens(leftOut, NEVER, () => {});
  const index = new SearchIndex(8);
  index.put(0, drawn.barcodes);
  const { ids } = await index.nearestOfAll({ n: 10, sourceOf: Uint32Array.from(drawn.sources) }, NEVER, () => {});
  for (const at of drawn.labels.keys())
    expect(table.neighboursOf(at)).toEqual([...ids.subarray(at * 10, at * 10 + 10)]);
});

it('fits fewer lenses than there are sources, where these are many, and still keeps sources apart', async () => {
  const drawn = drawLabelled({ patches: 270, labels: 3, sources: 45, bits: 128 });
  const leftOut = leavingSourcesOut(drawn, namesOf(drawn));
  const shares: number[] = [];
  const table = await nearestByLens(leftOut, NEVER, (share) => shares.push(share));
  expect(shares.at(-1)).toBe(1);
  expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  for (const at of drawn.labels.keys()) {
    const found = table.neighboursOf(at);
    expect(found).toHaveLength(10);
    for (const other of found) expect(drawn.sources[other]).not.toBe(drawn.sources[at]);
  }
});
