/** Exports that were altered end as a refusal, with nothing stored, or as a collection like any other. */
import 'fake-indexeddb/auto';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { namedProfile, type Profile } from '../../src/barcode/profile.ts';
import { ERROR_TEXTS, type ErrorCode } from '../../src/base/error-texts.ts';
import { AppError } from '../../src/base/errors.ts';
import { loadPatterns } from '../../src/base/patterns.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { type Arrangement, arrange } from '../../src/columns/arrangement.ts';
import { MatchesView, NO_FILTER } from '../../src/columns/filter.ts';
import { collectionBytes } from '../../src/engine/collection/collections.ts';
import { connectLoader } from '../../src/engine/collection/connect-loader.ts';
import { closeCollection, openCollection } from '../../src/engine/collection/open-collection.ts';
import { currentCollection, openCollectionStore } from '../../src/engine/collection/open-collection-store.ts';
import { loadHere } from '../../src/engine/collection/testing/load-here.ts';
import { exportEvaluation } from '../../src/engine/evaluation/export-evaluation.ts';
import { listFailures } from '../../src/engine/indexing/failure-report.ts';
import { listSlides } from '../../src/engine/slides/open-slide.ts';
import { listStains } from '../../src/engine/stains/list-stains.ts';
import { checkArchive } from '../../src/library/archive/check-archive.ts';
import { importArchive } from '../../src/library/archive/import-archive.ts';
import { FILES } from '../../src/library/archive/manifest.ts';
import { filesOf } from '../../src/library/archive/testing/rewrite-archive.ts';
import { listCollections, renameCollection, setSourceRule } from '../../src/library/collections.ts';
import { deletePatches, relabelPatches } from '../../src/library/edit-patches.ts';
import { readThumbnails } from '../../src/library/patches.ts';
import type { CollectionRecord } from '../../src/library/schema.ts';
import { transact } from '../../src/library/transact.ts';
import { EvaluationWorker } from '../../src/search/evaluation/evaluation-worker.ts';
import { NO_FILTER as ANY_HIT } from '../../src/search/hits.ts';
import { SearchWorker } from '../../src/search/search-worker.ts';
import { exported, mutatedArchive, wholeArchives } from './hostile-archives.ts';

// Workers need a browser: theirs are used here without one.
vi.mock('../../src/engine/question/search-service.ts');
vi.mock('../../src/engine/collection/connect-loader.ts');

const MUTATIONS = Number(process.env.GRAMSCOPE_ARCHIVES ?? 500);
const SEED = Number(process.env.GRAMSCOPE_SEED ?? 1);
vi.setConfig({ testTimeout: 120_000 + MUTATIONS * 600 });

/** 16 bytes a barcode. */
const PROFILE: Profile = { ...namedProfile('standard', 'weights'), layers: [1, 3], sampling: 64 };
const STORES = ['collections', 'patches', 'thumbnails', 'colours', 'segments', 'slides', 'failures', 'bin'] as const;
const REFUSALS: readonly ErrorCode[] = ['import-foreign', 'import-damaged', 'import-invalid', 'import-profile'];
const { signal } = new AbortController();
const context = { signal, progress: () => {} };

let archives: Uint8Array<ArrayBuffer>[];

beforeAll(async () => {
  vi.mocked(connectLoader).mockImplementation(() => loadHere());
  await loadPatterns();
  archives = await wholeArchives(PROFILE);
  await empty();
});
afterEach(empty);

it('what was not altered is taken in and shown', async () => {
  for (const archive of archives) {
    await goThrough(await takeIn(new Blob([archive])));
    await empty();
  }
});

it('what was altered is refused with a reason, or shown, changed and exported', async () => {
  const random = seededRandom(SEED);
  const refusals = new Map<string, number>();
  const faults: string[] = [];
  let survivors = 0;
  for (let at = 0; at < MUTATIONS; at++) {
    const altered = await mutatedArchive(archives[at % archives.length] as Uint8Array<ArrayBuffer>, random);
    try {
      const taken = await takeIn(altered).catch(toRefusal);
      if (typeof taken === 'string') {
        refusals.set(taken, (refusals.get(taken) ?? 0) + 1);
        expect(await countStored()).toBe(0);
      } else {
        survivors++;
        await goThrough(taken);
      }
    } catch (thrown) {
      faults.push(`mutation ${at} of seed ${SEED}: ${thrown instanceof Error ? thrown.stack : thrown}`);
    }
    await empty();
  }
  console.log(JSON.stringify({ mutations: MUTATIONS, survivors, ...Object.fromEntries(refusals) }));
  expect(faults).toEqual([]);
  expect(survivors).toBeGreaterThan(MUTATIONS / 20);
  expect(MUTATIONS - survivors).toBeGreaterThan(MUTATIONS / 20);
});

/** The code of a refusal that a person can read. @throws What is none. */
function toRefusal(thrown: unknown): string {
  if (!(thrown instanceof AppError) || !REFUSALS.includes(thrown.code)) throw thrown;
  expect(ERROR_TEXTS).toHaveProperty(thrown.code);
  return thrown.code;
}

async function takeIn(file: Blob): Promise<CollectionRecord> {
  return importArchive(await checkArchive(file, signal, () => {}), PROFILE.weightsId, signal, () => {});
}

/** What the screens read, and what their commands do. */
async function goThrough({ id, sourceRule }: CollectionRecord): Promise<void> {
  const [listed] = await listCollections();
  expect(listed).toMatchObject({ id });
  expect(listed).not.toHaveProperty('unreadable');
  await browse(id);
  await lookUpDetails(id);
  await search(id);
  await evaluate(id);
  await expectTheSameBack(id);
  await change(id, sourceRule);
  await browse(id);
  await exported(id);
}

/** The gallery, with every filter and in every order. */
async function browse(id: string): Promise<void> {
  await openCollection(id);
  const open = currentCollection(id);
  if (open?.status !== 'open') throw new Error(JSON.stringify(openCollectionStore.getState()));
  const { patches, collection } = open;
  expect(patches.count).toBe(collection.patchCount);
  const matching = (filter: object) => new MatchesView(patches.table, { ...NO_FILTER, ...filter }).at(patches);
  const all = matching({});
  expect(all.ids).toHaveLength(patches.count);
  for (const { value, count } of patches.facets.labels) expect(matching({ labels: [value] }).ids).toHaveLength(count);
  for (const { value, count } of patches.facets.folders) expect(matching({ folder: value }).ids).toHaveLength(count);
  for (const sortBy of ['added', 'path', 'label', 'folder', 'slide']) {
    const arrangement: Arrangement = { sortBy, isDescending: true, groupBy: sortBy };
    expect(arrange(patches, all, arrangement).ids).toHaveLength(patches.count);
  }
  for (const patchId of all.ids) {
    const patch = patches.get(patchId);
    expect(patch?.label === '' || patches.labelOrder.has(patch?.label ?? '')).toBe(true);
  }
  expect((await readThumbnails(id, [...all.ids])).size).toBe(patches.count);
  closeCollection(id);
}

async function lookUpDetails(id: string): Promise<void> {
  const [collection] = await listCollections();
  if (!collection) throw new Error('gone');
  expect(Number.isSafeInteger(collectionBytes(collection).total)).toBe(true);
  expect(await listFailures(id)).toEqual([]);
  for (const { path } of await listSlides(id)) expect(path).not.toBe('');
  await listStains(collection);
}

async function search(id: string): Promise<void> {
  const [collection] = await listCollections();
  if (!collection || collection.patchCount === 0) return;
  const { profile, sourceRule, patchCount } = collection;
  const worker = new SearchWorker();
  await worker.open({ collectionId: id, profile, sourceRule }, context);
  const question = { positives: [{ patchId: 0 }], negatives: [], combination: 'mean' } as const;
  const options = { n: 100, filter: ANY_HIT, insideRegion: true, onePerSource: false, foldNeighbours: false };
  const { hits } = await worker.query({ question, sameSource: true, ...options }, context);
  expect(hits).toHaveLength(patchCount - 1);
}

/** By the collection's own pattern, where it has one. */
async function evaluate(id: string): Promise<void> {
  const [collection] = await listCollections();
  if (!collection) return;
  const { sourceRule, profile } = collection;
  const protocol =
    sourceRule.kind === 'pattern'
      ? ({ kind: 'leave-out', pattern: sourceRule.pattern } as const)
      : ({ kind: 'folds', k: 3, seed: 1 } as const);
  const choices = { collectionId: id, protocol, layers: profile.layers, voters: 3, withoutDuplicates: false };
  try {
    const evaluation = await new EvaluationWorker().evaluate(choices, context);
    for (const format of ['json', 'csv', 'html', 'predictions'] as const) {
      await exportEvaluation(format, collection, evaluation, []);
    }
  } catch (thrown) {
    const code = thrown instanceof AppError ? thrown.code : `${thrown}`;
    expect(['evaluation-no-labels', 'evaluation-no-queries', 'pattern-invalid']).toContain(code);
  }
}

/** An import of the export is the same collection under another name. */
async function expectTheSameBack(id: string): Promise<void> {
  const archive = await exported(id);
  const copy = await takeIn(new Blob([archive]));
  const [files, filesBack] = [filesOf(archive), filesOf(await exported(copy.id))];
  for (const [name, content] of files) {
    if (name !== FILES.manifest) expect(filesBack.get(name), name).toEqual(content);
  }
}

async function change(id: string, sourceRule: CollectionRecord['sourceRule']): Promise<void> {
  await renameCollection(id, 'another name');
  await setSourceRule(id, { kind: 'folder' });
  await setSourceRule(id, sourceRule);
  for await (const _relabelled of relabelPatches(id, [0], 'constructor'));
  for await (const _deleted of deletePatches(id, [0]));
}

function countStored(): Promise<number> {
  return transact([...STORES], 'readonly', async (transaction) => {
    const counts = await Promise.all(STORES.map((store) => transaction.objectStore(store).count()));
    return counts.reduce((sum, count) => sum + count, 0);
  });
}

async function empty(): Promise<void> {
  await transact([...STORES], 'readwrite', async (transaction) => {
    await Promise.all(STORES.map((store) => transaction.objectStore(store).clear()));
  });
}
