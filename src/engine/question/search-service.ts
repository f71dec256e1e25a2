/**
 * The page's end of the search worker, which holds the barcodes of the open collection. A worker that dies is replaced
 * and loads the collection anew, once a question.
 */
import { AppError, toErrorReport } from '../../base/errors.ts';
import type { Connection } from '../../base/rpc.ts';
import { yieldToMessages } from '../../base/yield-to-messages.ts';
import { CASE_COLUMN } from '../../columns/case-column.ts';
import type { NamedCases } from '../../columns/cases.ts';
import { NO_CODE } from '../../columns/category-column.ts';
import { type PatchChunk, packPatches } from '../../columns/patch-chunk.ts';
import type { CollectionRecord, PatchRecord, SourceRule } from '../../library/schema.ts';
import type { PatchAnswers, SetPair, SetQuestion, SetSearchResult } from '../../search/cases/set-search.ts';
import type { QueryOptions, SearchQuestion, SearchResult } from '../../search/hits.ts';
import type { SearchWorker } from '../../search/search-worker.ts';
import { currentCollection, openCollectionStore } from '../collection/open-collection-store.ts';
import { connectSearch } from './connect-search.ts';
import { ScaleFollower } from './scale-follower.ts';
import { learnedScaleStore, scaleStore } from './scale-store.ts';
import { searchLoadStore } from './search-load-store.ts';

type SearchConnection = Connection<SearchWorker>;

interface OpenSearch {
  readonly collection: CollectionRecord;
  readonly connection: SearchConnection;
  /** Resolves when every stored barcode can be found. */
  readonly loaded: Promise<unknown>;
  readonly scale: ScaleFollower;
  /** Set from the first question on that wants what labels have taught. */
  learned?: LearnedSearch | undefined;
}

/** The collection's lens in the worker. */
interface LearnedSearch {
  /** Resolves when questions can look through it. */
  readonly ready: Promise<unknown>;
  readonly scale: ScaleFollower;
}

/** Milliseconds that a query waits for the barcodes; then it searches those that are there. */
const PATIENCE = 1_000;

/** Patches described to a new worker at once: some milliseconds of the page's time. */
const DESCRIBED_AT_ONCE = 5_000;

/** Milliseconds between two words on how far it is: the panel is drawn anew with each, and a segment comes every few. */
const TOLD_EVERY_MS = 250;

let current: OpenSearch | undefined;

/** Begins to load a collection's barcodes, giving back the memory of the one before. */
export function openSearch(collection: CollectionRecord): void {
  closeSearch();
  const connection = connectSearch();
  const isCurrent = () => current?.connection === connection;
  const { id: collectionId, profile, sourceRule } = collection;
  let toldAt = Number.NEGATIVE_INFINITY;
  const loaded = connection.remote.open(
    { collectionId, profile, sourceRule },
    {
      onProgress: (progress) => {
        const isNews = progress.secondsAQuestion !== undefined || performance.now() - toldAt >= TOLD_EVERY_MS;
        if (!isCurrent() || !isNews) return;
        searchLoadStore.setState({ progress });
        toldAt = performance.now();
      },
    },
  );
  const scale = new ScaleFollower(async (signal) => {
    await loaded;
    await whenRead(collectionId);
    return connection.remote.scale({ learned: false }, { signal });
  }, scaleStore);
  // Every query reports a failure to load.
  loaded.then(
    () => {
      if (!isCurrent()) return;
      searchLoadStore.setState({ isComplete: true });
      scale.change();
    },
    () => {},
  );
  current = { collection, connection, loaded, scale };
}

/** Resolves when no patches of the collection are being read: to measure takes every core for seconds. */
function whenRead(collectionId: string): Promise<void> {
  const isBeingRead = () => currentCollection(collectionId)?.status === 'loading';
  if (!isBeingRead()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = openCollectionStore.subscribe(() => {
      if (isBeingRead()) return;
      end();
      resolve();
    });
  });
}

export function closeSearch(): void {
  current?.scale.end();
  current?.learned?.scale.end();
  current?.connection.destroy();
  current = undefined;
  searchLoadStore.setState({ progress: undefined, isComplete: false }, true);
}

/** Begins anew with what the library holds, after a failure that `searchLoadStore` tells of. */
export async function restartSearch(): Promise<void> {
  if (!current) return;
  openSearch(current.collection);
  await describeAll(current.collection.id);
}

/**
 * Tells the worker what nobody waits for, and what the scale follows. That it has ended meanwhile is no loss: the next question starts another one,
 * which reads the library. Anything else leaves it with something else than the library has, and is said.
 */
function tell({ connection, scale, learned }: OpenSearch, call: Promise<unknown>): void {
  scale.change();
  learned?.scale.change();
  call.catch((thrown) => {
    if (connection.closedBy || current?.connection !== connection) return;
    searchLoadStore.setState({ error: toErrorReport(thrown) });
  });
}

/** Hands freshly stored barcodes to the worker, if it holds this collection. `barcodes[i]` belongs to `patches[i]`. */
export function addToSearch(
  collectionId: string,
  patches: readonly PatchRecord[],
  barcodes: readonly Uint8Array<ArrayBuffer>[],
): void {
  if (current?.collection.id !== collectionId) return;
  const ids = patches.map(({ id }) => id);
  tell(current, current.connection.remote.update({ ids, barcodes: [...barcodes] }));
}

/** Has the worker read the barcodes of patches that another tab has stored. */
export function readIntoSearch(collectionId: string, ids: readonly number[]): void {
  if (current?.collection.id !== collectionId) return;
  tell(current, current.connection.remote.read({ ids }));
}

/** Tells the worker paths and labels, new or changed, for its filters. */
export function describeToSearch(collectionId: string, patches: PatchChunk): void {
  if (current?.collection.id !== collectionId) return;
  tell(current, current.connection.remote.describe({ patches }));
}

/** Makes patches unfindable at once. */
export function removeFromSearch(collectionId: string, ids: readonly number[]): void {
  if (current?.collection.id !== collectionId) return;
  tell(current, current.connection.remote.remove({ ids }));
}

/** Makes patches unfindable whose records are not there: deleted, or set aside as damaged. */
export function hideMissing(collectionId: string): void {
  const table = currentCollection(collectionId)?.patches.table;
  const missing: number[] = [];
  for (let id = 0; table && id < table.end; id++) if (!table.has(id)) missing.push(id);
  if (missing.length > 0) removeFromSearch(collectionId, missing);
}

/** Tells the worker what counts as one source from now on. */
export function regroupSearch(collectionId: string, sourceRule: SourceRule): void {
  if (current?.collection.id !== collectionId) return;
  if (JSON.stringify(sourceRule) === JSON.stringify(current.collection.sourceRule)) return;
  current = { ...current, collection: { ...current.collection, sourceRule } };
  tell(current, current.connection.remote.setSourceRule({ sourceRule }));
}

/** Has questions look through the lens that the collection has now, if they have looked through one. */
export function relearnSearch(collection: CollectionRecord): void {
  if (current?.collection.id !== collection.id) return;
  const before = current.collection.lens?.id;
  current = { ...current, collection: { ...current.collection, ...collection } };
  if (before === collection.lens?.id) return;
  current.learned?.scale.end();
  const hadLearned = current.learned !== undefined;
  current.learned = undefined;
  if (hadLearned && collection.lens) learn(current);
}

/** Has the worker look through the collection's lens, which is read and projected for the first question that wants it. */
function learn(search: OpenSearch): LearnedSearch {
  if (search.learned) return search.learned;
  const { collection, connection, loaded } = search;
  const ready = Promise.all([import('../lens/read-lens.ts'), loaded]).then(async ([{ readLens }]) =>
    connection.remote.putLens({ lens: await readLens(collection) }),
  );
  const scale = new ScaleFollower(async (signal) => {
    await ready;
    return connection.remote.scale({ learned: true }, { signal });
  }, learnedScaleStore);
  // A failure is told by every question that waits for it.
  ready.then(
    () => scale.change(),
    () => {},
  );
  search.learned = { ready, scale };
  return search.learned;
}

/** Tells the worker which cases a table makes of some patches, or of all of them. */
export function tellCasesToSearch(collectionId: string, cases: NamedCases): void {
  if (current?.collection.id !== collectionId) return;
  tell(current, current.connection.remote.tellSources({ cases }));
}

/**
 * The patches of the open collection most similar to the question, nearest first, ties by id. While the collection is
 * being loaded, those loaded so far.
 * @throws AppError collection-missing when none is open, patch-missing, storage errors; the signal's reason when aborted.
 */
export async function findSimilar(
  question: SearchQuestion,
  options: QueryOptions,
  signal: AbortSignal,
): Promise<SearchResult> {
  return orOnceMore(() => search(question, options, signal));
}

/**
 * How far each of some patches of the open collection is from the question, in bits: at `i` the distance of patch `ids[i]`,
 * NaN where its barcode is damaged.
 * @param ids Ascending.
 * @param learned See QueryOptions.
 * @throws What `findSimilar` throws.
 */
export function measureDistances(
  question: SearchQuestion,
  ids: Uint32Array<ArrayBuffer>,
  learned: boolean,
  signal: AbortSignal,
): Promise<Float64Array<ArrayBuffer>> {
  return orOnceMore(async () => {
    if (!current) throw new AppError('collection-missing');
    await current.loaded;
    if (learned) await learn(current).ready;
    return current.connection.remote.distances({ question, ids, learned }, { signal });
  });
}

/**
 * The slides or cases of the open collection nearest to a set of its patches.
 * @throws What `findSimilar` throws, and search-out-of-memory where not all barcodes are in memory.
 */
export function findSimilarSets(
  question: SetQuestion & { readonly n: number },
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<SetSearchResult> {
  return orOnceMore(async () => {
    if (!current) throw new AppError('collection-missing');
    await current.loaded;
    if (question.learned) await learn(current).ready;
    return current.connection.remote.nearestSets(question, { signal, onProgress });
  });
}

/** The patches of the open collection nearest to any of a set of them. @throws What `findSimilarSets` throws. */
export function findAnswers(
  question: Omit<SetQuestion, 'kind' | 'bothWays'> & { readonly n: number },
  signal: AbortSignal,
): Promise<PatchAnswers> {
  return orOnceMore(async () => {
    if (!current) throw new AppError('collection-missing');
    await current.loaded;
    return current.connection.remote.nearestPatches(question, { signal });
  });
}

/** Which patches of one slide or case answer which of the query. @throws What `findSimilarSets` throws. */
export function findPairs(question: SetQuestion & { readonly name: string }, signal: AbortSignal): Promise<SetPair[]> {
  return orOnceMore(async () => {
    if (!current) throw new AppError('collection-missing');
    await current.loaded;
    if (question.learned) await learn(current).ready;
    return current.connection.remote.pairsWith(question, { signal });
  });
}

async function search(question: SearchQuestion, options: QueryOptions, signal: AbortSignal): Promise<SearchResult> {
  if (!current) throw new AppError('collection-missing');
  const { collection, connection, loaded } = current;
  await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  if (options.learned) await learn(current).ready;
  signal.throwIfAborted();
  const below = currentCollection(collection.id)?.patches.end ?? 0;
  return connection.remote.query({ question, ...options, below }, { signal });
}

/** Does the work again, if the worker died over it, with the worker that replaces it. */
async function orOnceMore<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'worker-crashed' || !current) throw thrown;
    await restartSearch();
    return await work();
  }
}

async function describeAll(collectionId: string): Promise<void> {
  const table = currentCollection(collectionId)?.patches.table;
  for (let first = 0; table && first < table.end; first += DESCRIBED_AT_ONCE) {
    describeToSearch(collectionId, packPatches(table.list(first, first + DESCRIBED_AT_ONCE)));
    await yieldToMessages();
  }
  hideMissing(collectionId);
  const cases = table?.column(CASE_COLUMN);
  if (table && cases?.kind === 'category' && current?.collection.sourceRule.kind === 'column') {
    const ids = Uint32Array.from({ length: table.end }, (_, id) => id).filter((id) => cases.codeAt(id) !== NO_CODE);
    const words = cases.words.map((word) => word ?? '');
    tellCasesToSearch(collectionId, { ids, codes: ids.map((id) => cases.codeAt(id)), words });
  }
}
