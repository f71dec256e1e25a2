import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { CallOptions } from '../../base/rpc.ts';
import { CategoryColumn } from '../../columns/category-column.ts';
import { Patches, SharedViews } from '../../columns/patches.ts';
import { filePatch, tableOf } from '../../columns/testing/table-of.ts';
import { getCollection } from '../../library/collections.ts';
import { putLens } from '../../library/lenses.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { addCollection, lensFacts, lensNumbers } from '../../library/test-records.ts';
import { openCollectionStore } from '../collection/open-collection-store.ts';
import { connectLensTeacher } from './connect-lens-teacher.ts';
import { labelsDigest } from './labels-digest.ts';
import { cancelLearning, forgetLearned, learnAnew, learningStore, startLearning } from './learning.ts';

vi.mock('./connect-lens-teacher.ts', () => ({ connectLensTeacher: vi.fn() }));
vi.mock('../collection/collections-list.ts', () => ({ refreshCollections: vi.fn() }));
vi.mock('../collection/open-collection.ts', () => ({
  refreshOpenCollection: (collection: CollectionRecord) => openCollectionStore.setState({ collection }),
}));

const LENS = { bits: 64, directions: 1, matrix: new Float32Array(64).fill(1), offset: Float32Array.of(2) };
const { gain: GAIN } = lensFacts('l');
const WON = { kind: 'checked', gain: GAIN, isWorthwhile: true, robust: undefined } as const;
const LOST = { ...WON, isWorthwhile: false } as const;

const teacher = { check: vi.fn(), fit: vi.fn() };
const destroy = vi.fn();
let collection: CollectionRecord;
const table = tableOf([filePatch(0, 'a.png', 'fat'), filePatch(1, 'b.png', 'lean')]);
const now = () => learningStore.getState().current;
const stored = async () => (await getCollection(collection.id)).lens;

beforeEach(async () => {
  vi.mocked(connectLensTeacher).mockReturnValue({ remote: teacher, destroy } as never);
  teacher.check.mockReset().mockResolvedValue(WON);
  teacher.fit.mockReset().mockResolvedValue(LENS);
  destroy.mockReset();
  learningStore.setState({ current: undefined });
  collection = await addCollection();
  const patches = new Patches(new SharedViews(table));
  openCollectionStore.setState({ status: 'open', collection, patches, edits: 0 }, true);
});

function gradeColumn(...words: string[]): CategoryColumn {
  return CategoryColumn.of(
    [undefined, ...words],
    Uint32Array.from(words, (_, at) => at + 1),
  );
}

async function withLens(): Promise<void> {
  const put = await putLens(collection.id, { facts: lensFacts('former'), bytes: lensNumbers(1) });
  openCollectionStore.setState({ collection: put });
}

it('stores what wins, with what it gains and the labels that it was learned from', async () => {
  await startLearning(collection.id);
  const learnedFrom = labelsDigest(table, collection.sourceRule);
  expect(await stored()).toMatchObject({ directions: 1, gain: GAIN, learnedFrom });
  expect(now()).toMatchObject({ running: undefined, check: WON, tried: learnedFrom });
  expect(destroy).toHaveBeenCalledOnce();
});

it('learns from the words of a column, of each patch by its path, and says so', async () => {
  table.join('grade', gradeColumn('high', 'low'));
  await startLearning(collection.id, 'grade');
  const words = new Map([
    ['a.png', 'high'],
    ['b.png', 'low'],
  ]);
  expect(teacher.check.mock.lastCall?.[0]).toEqual({ collectionId: collection.id, words });
  expect(teacher.fit.mock.lastCall?.[0]).toEqual({ collectionId: collection.id, words });
  const learnedFrom = labelsDigest(table, collection.sourceRule, 'grade');
  expect(learnedFrom).not.toBe(labelsDigest(table, collection.sourceRule));
  expect(await stored()).toMatchObject({ column: 'grade', learnedFrom });
  expect(now()).toMatchObject({ column: 'grade', check: WON });
  // It is learned anew from the same column.
  openCollectionStore.setState({ collection: await getCollection(collection.id) });
  table.join('grade', gradeColumn('low', 'low'));
  await learnAnew(collection.id);
  expect([...(teacher.fit.mock.lastCall?.[0].words ?? new Map()).values()]).toEqual(['low', 'low']);
  expect(await stored()).toMatchObject({ column: 'grade' });
});

it('begins nothing where the column is gone, and leaves what was learned from it', async () => {
  table.leave('grade');
  const put = await putLens(collection.id, {
    facts: { ...lensFacts('former'), column: 'grade' },
    bytes: lensNumbers(1),
  });
  openCollectionStore.setState({ collection: put });
  await learnAnew(collection.id);
  expect(teacher.fit).not.toHaveBeenCalled();
  expect(await stored()).toMatchObject({ id: 'former' });
});

it('leaves what the labels have taught where a column does not win', async () => {
  await withLens();
  table.join('grade', gradeColumn('high', 'low'));
  teacher.check.mockResolvedValue(LOST);
  await startLearning(collection.id, 'grade');
  expect(await stored()).toMatchObject({ id: 'former' });
});

it.each([
  ['does not win', LOST],
  ['cannot be told to win', { kind: 'obstacle', obstacle: 'labels-follow-sources' }],
])('stores nothing that %s, says so, and takes away what was there', async (_, check) => {
  await withLens();
  teacher.check.mockResolvedValue(check);
  await startLearning(collection.id);
  expect(await stored()).toBeUndefined();
  expect(teacher.fit).not.toHaveBeenCalled();
  expect(now()).toMatchObject({ running: undefined, check });
});

it('learns anew at once, and only then checks; the gain is the former one until that is done', async () => {
  await withLens();
  let isChecked = (_check: typeof WON) => {};
  teacher.check.mockImplementation(() => new Promise((resolve) => (isChecked = resolve)));
  const learning = learnAnew(collection.id);
  await vi.waitFor(() => expect(teacher.check).toHaveBeenCalled());
  const first = await stored();
  expect(first).toMatchObject({ gain: GAIN, learnedFrom: lensFacts('former').learnedFrom });
  expect(first?.id).not.toBe('former');
  const better = { ...WON, gain: { ...GAIN, up: 4, down: 0 } };
  isChecked(better);
  await learning;
  const second = await stored();
  expect(second).toMatchObject({ id: first?.id, gain: better.gain });
  expect(second?.learnedFrom).toBe(labelsDigest(table, collection.sourceRule));
});

it('takes away what does not win any more', async () => {
  await withLens();
  teacher.check.mockResolvedValue(LOST);
  await learnAnew(collection.id);
  expect(await stored()).toBeUndefined();
  expect(now()?.check).toEqual(LOST);
});

it('is cancelled with nothing changed, and not tried again by itself', async () => {
  await withLens();
  teacher.fit.mockImplementation(
    (_argument: unknown, { signal, onProgress }: CallOptions<number>) =>
      new Promise((_resolve, reject) => {
        onProgress?.(0.5);
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  );
  const learning = learnAnew(collection.id);
  await vi.waitFor(() => expect(now()?.running).toEqual({ step: 'learning', share: 0.5 }));
  cancelLearning();
  expect(now()?.running).toBeUndefined();
  await learning;
  expect((await stored())?.id).toBe('former');
  expect(now()).toMatchObject({ error: undefined, tried: labelsDigest(table, collection.sourceRule) });
  expect(destroy).toHaveBeenCalledOnce();
});

it('says what failed', async () => {
  teacher.check.mockRejectedValue(new AppError('search-out-of-memory'));
  await startLearning(collection.id);
  expect(now()).toMatchObject({ running: undefined, error: { code: 'search-out-of-memory' } });
});

it('is forgotten', async () => {
  await withLens();
  await forgetLearned(collection.id);
  expect(await stored()).toBeUndefined();
  expect(now()).toBeUndefined();
});
