import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { namedProfile, type Profile } from '../../barcode/profile.ts';
import { seededRandom, shuffled } from '../../base/seeded-random.ts';
import { packPatches } from '../../columns/patch-chunk.ts';
import { whoIsAhead } from '../../evaluation/lens-check.ts';
import { quantile } from '../../evaluation/scale/quantile.ts';
import { createCollection } from '../../library/collections.ts';
import { commitBatch } from '../../library/commit-batch.ts';
import { readPatches } from '../../library/patches.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { indexedFile } from '../../library/test-records.ts';
import { NO_FILTER } from '../hits.ts';
import { SearchWorker } from '../search-worker.ts';
import { type LensCheck, LensTeacher } from './lens-teacher.ts';
import { type Drawn, drawLabelled } from './testing/draw-labelled.ts';

const PROFILE: Profile = { ...namedProfile('standard', 'weights'), sampling: 100 };
const BITS = 500;

function context(signal = new AbortController().signal) {
  return { signal, progress: vi.fn() };
}

/** @param sourceOf Of each patch, by position; patches with an empty label have none. */
async function store(
  { barcodes, labels, sources }: Drawn,
  labelOf = (at: number) => `label ${labels[at]}`,
  sourceOf: (at: number) => number | string = (at) => sources[at] ?? 0,
  named: Pick<CollectionRecord, 'name' | 'profileName'> = { name: 'Colon', profileName: 'standard' },
): Promise<string> {
  const { id } = await createCollection({
    ...named,
    profile: PROFILE,
    origin: { kind: 'files' },
    labelRule: { folderLevel: 1, renamed: {} },
    sourceRule: { kind: 'folder' },
  });
  const bytes = barcodes.length / labels.length;
  await commitBatch(
    id,
    labels.map((_, at) => ({
      ...indexedFile(`slide ${sourceOf(at)}/${at}.png`, at + 1),
      label: labelOf(at),
      barcode: barcodes.slice(at * bytes, (at + 1) * bytes),
    })),
    [],
  );
  return id;
}

const DRAWN = drawLabelled({ patches: 480, labels: 4, sources: 6, bits: BITS, byLabel: 0.4, bySource: 1.2 });

it('says what a lens gains on sources that it has not seen, and offers one that wins', async () => {
  const collectionId = await store(DRAWN);
  const { progress, signal } = context();
  const check = await new LensTeacher().check({ collectionId }, { progress, signal });
  expect(check).toMatchObject({ kind: 'checked', isWorthwhile: true, gain: { queries: 480, sources: 6 } });
  expect(progress.mock.lastCall).toEqual([1]);
});

it('leaves out the cases of a table where it is told them, whatever the paths say', async () => {
  const collectionId = await store(DRAWN);
  const paths = DRAWN.labels.map((_, at) => `slide ${DRAWN.sources[at] ?? 0}/${at}.png`);
  const cases = new Map(paths.map((path, at) => [path, `case ${(DRAWN.sources[at] ?? 0) % 3}`]));
  const check = await new LensTeacher().check({ collectionId, cases }, context());
  expect(check).toMatchObject({ kind: 'checked', gain: { queries: 480, sources: 3 } });
});

it('learns from the words that it is told in place of labels, and from no other patches', async () => {
  const collectionId = await store(DRAWN, () => 'the same everywhere');
  const told = DRAWN.labels.flatMap((label, at) =>
    at < 360 ? [[`slide ${DRAWN.sources[at] ?? 0}/${at}.png`, `grade ${label}`] as const] : [],
  );
  const words = new Map(told);
  const teacher = new LensTeacher();
  expect(await teacher.check({ collectionId }, context())).toEqual({ kind: 'obstacle', obstacle: 'few-labels' });
  const check = await teacher.check({ collectionId, words }, context());
  expect(check).toMatchObject({ kind: 'checked', isWorthwhile: true, gain: { queries: 360 } });
  expect(await teacher.fit({ collectionId, words }, context())).toMatchObject({ directions: 3 });
  expect(await teacher.fit({ collectionId }, context())).toBeUndefined();
});

it('says how Robust does on the same patches where another collection has them in it, and on no others', async () => {
  const folder = (at: number) => `robust ${DRAWN.sources[at] ?? 0}`;
  const collectionId = await store(DRAWN, undefined, folder);
  expect(await new LensTeacher().check({ collectionId }, context())).toMatchObject({ robust: undefined });
  // Barcodes by which labels are told apart more easily; their labels are not looked at.
  const easy = drawLabelled({ patches: 480, labels: 4, sources: 6, bits: BITS, byLabel: 1.5, bySource: 0.2 });
  await store(easy, () => '', folder, { name: 'Colon (Robust)', profileName: 'robust' });
  const check = await new LensTeacher().check({ collectionId }, context());
  expect(check).toMatchObject({
    isWorthwhile: true,
    robust: { name: 'Colon (Robust)', queries: 480, overPlain: { sources: 6, up: 6, down: 0 } },
  });
  const { robust } = check as Extract<LensCheck, { kind: 'checked' }>;
  expect(robust && whoIsAhead(robust, true)).toBe('robust');
});

it('offers none for labels drawn at random', async () => {
  const random = shuffled(DRAWN.labels, seededRandom(3));
  const collectionId = await store(DRAWN, (at) => `label ${random[at]}`);
  expect(await new LensTeacher().check({ collectionId }, context())).toMatchObject({ isWorthwhile: false });
});

it.each([
  ['one source', () => 'a', () => 0, 'few-labels'],
  ['labels on one slide', (at: number) => `${at % 2}`, () => 0, 'few-sources'],
  ['labels on two slides', (at: number) => `${at % 2}`, (at: number) => (at % 4 > 1 ? 1 : 0), 'few-sources'],
  ['labels that follow the slide', (at: number) => `${at % 4}`, (at: number) => at % 4, 'labels-follow-sources'],
  ['no labels', () => '', (at: number) => at % 4, 'few-labels'],
])('names what stands against a check: %s', async (_name, labelOf, sourceOf, obstacle) => {
  const drawn = drawLabelled({ patches: 60, labels: 4, sources: 3, bits: BITS });
  const collectionId = await store(drawn, labelOf, sourceOf);
  expect(await new LensTeacher().check({ collectionId }, context())).toEqual({ kind: 'obstacle', obstacle });
});

it('fits a lens that ranks the hits of a search, with how alike it finds them', async () => {
  const collectionId = await store(DRAWN);
  const lens = await new LensTeacher().fit({ collectionId }, context());
  expect(lens).toMatchObject({ bits: BITS, directions: 3 });
  const worker = new SearchWorker();
  await worker.open({ collectionId, profile: PROFILE, sourceRule: { kind: 'folder' } }, context());
  await worker.putLens({ lens }, context());
  const ask = (learned: boolean) =>
    worker.query(
      {
        question: { positives: [{ patchId: 0 }], negatives: [], combination: 'mean' },
        n: 40,
        filter: NO_FILTER,
        sameSource: true,
        insideRegion: true,
        onePerSource: false,
        foldNeighbours: false,
        learned,
      },
      context(),
    );
  const [plain, learned] = [await ask(false), await ask(true)];
  expect(plain.hits.every((hit) => hit.learned === undefined)).toBe(true);
  expect(learned.hits.map(({ patchId }) => patchId)).not.toEqual(plain.hits.map(({ patchId }) => patchId));
  // The order is that of the sum, whichever part of it a hit owes its place to.
  const scores = learned.hits.map((hit) => (hit.learned?.cosine ?? Number.NaN) + 4 * (1 - (2 * hit.distance) / BITS));
  for (const [rank, score] of scores.entries()) expect(score).toBeLessThanOrEqual((scores[rank - 1] ?? score) + 1e-3);
  const sharing = (hits: readonly { patchId: number }[]) => hits.filter(({ patchId }) => patchId % 4 === 0).length;
  expect(sharing(learned.hits)).toBeGreaterThan(sharing(plain.hits));
  const ids = Uint32Array.from(learned.hits.map(({ patchId }) => patchId)).sort();
  const question = { positives: [{ patchId: 0 }], negatives: [], combination: 'mean' } as const;
  const distances = await worker.distances({ question, ids, learned: true }, context());
  const given = [...distances.value];
  for (const { patchId, learned: likeness, pair } of learned.hits) {
    expect(pair.learned).toEqual(likeness);
    expect(given[ids.indexOf(patchId)]).toBeCloseTo(likeness?.distance ?? Number.NaN, 1);
  }
  for await (const chunk of readPatches(collectionId)) worker.describe({ patches: packPatches(chunk) });
  // Other labels are farther, and the labels that taught the distance do not praise it.
  const [plainScale, learnedScale] = [
    await worker.scale({ learned: false }, context()),
    await worker.scale({ learned: true }, context()),
  ];
  if (!plainScale || !learnedScale) throw new Error('too few patches');
  expect(plainScale.votes).not.toEqual([]);
  expect(learnedScale).toMatchObject({ votes: [], agreement: [], patches: 480 });
  expect(quantile(learnedScale.pairs, 0.5)).toBeGreaterThan(quantile(plainScale.pairs, 0.5));
  expect(Math.max(...learnedScale.pairs)).toBeLessThan(1.25 * BITS);
  await worker.putLens({ lens: undefined }, context());
  expect(await worker.scale({ learned: true }, context())).toBeUndefined();
});
