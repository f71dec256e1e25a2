/**
 * The page's end of the search worker, which holds the barcodes of the open collection. A worker that dies is replaced
 * and loads the collection anew, once a question.
 */
import { AppError } from '../../base/errors.ts';
import { Connection } from '../../base/rpc.ts';
import type { CollectionRecord, PatchRecord } from '../../library/schema.ts';
import { openCollectionStore } from '../open-collection-store.ts';
import { sourceNamer } from '../sources.ts';
import type { Hit, Query, QueryOptions } from './hits.ts';
import type { SearchWorker } from './search-worker.ts';

type SearchConnection = Connection<SearchWorker>;

interface OpenSearch {
  readonly collection: CollectionRecord;
  readonly connection: SearchConnection;
  /** Resolves when every stored barcode is in the worker's memory. */
  readonly loaded: Promise<unknown>;
}

let current: OpenSearch | undefined;

function connectSearch(): SearchConnection {
  return new Connection<SearchWorker>(
    new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module', name: 'search' }),
  );
}

/** Begins to load a collection's barcodes, giving back the memory of the one before. */
export function openSearch(collection: CollectionRecord): void {
  closeSearch();
  const connection = connectSearch();
  const loaded = connection.remote.open({ collectionId: collection.id, profile: collection.profile });
  // A failure to load is told to whoever asks.
  loaded.catch(() => {});
  current = { collection, connection, loaded };
}

export function closeSearch(): void {
  current?.connection.destroy();
  current = undefined;
}

/** Hands freshly stored barcodes to the worker, if it holds this collection. `barcodes[i]` belongs to `patches[i]`. */
export function addToSearch(
  collectionId: string,
  patches: readonly PatchRecord[],
  barcodes: readonly Uint8Array<ArrayBuffer>[],
): void {
  if (current?.collection.id !== collectionId) return;
  const ids = patches.map(({ id }) => id);
  // The worker has died: the next question starts another one, which loads what is stored.
  current.connection.remote.update({ ids, barcodes: [...barcodes] }).catch(() => {});
}

/**
 * The patches of the open collection most similar to the query, nearest first, ties by id.
 * @throws AppError collection-missing when none is open, patch-missing, storage errors; the signal's reason when aborted.
 */
export async function findSimilar(query: Query, options: QueryOptions, signal: AbortSignal): Promise<Hit[]> {
  try {
    return await ask(query, options, signal);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'worker-crashed' || !current) throw thrown;
    openSearch(current.collection);
    return await ask(query, options, signal);
  }
}

async function ask(query: Query, { n, sameSource }: QueryOptions, signal: AbortSignal): Promise<Hit[]> {
  if (!current) throw new AppError('collection-missing');
  const { connection, loaded } = current;
  await loaded;
  signal.throwIfAborted();
  const excludedIds = sameSource ? new Uint32Array() : idsOfSameSource(query);
  return connection.remote.query({ query, n, excludedIds }, { signal });
}

/** Ids of the patches that share their source with the asking patch; none for an outside image. */
function idsOfSameSource(query: Query): Uint32Array<ArrayBuffer> {
  const open = openCollectionStore.getState();
  if (!('patchId' in query) || (open.status !== 'open' && open.status !== 'loading')) return new Uint32Array();
  const asking = open.patches[query.patchId];
  if (!asking) return new Uint32Array();
  const nameSource = sourceNamer(open.collection.sourceRule);
  const source = nameSource(asking.path);
  return Uint32Array.from(open.patches.filter(({ path }) => nameSource(path) === source).map(({ id }) => id));
}
