import { layerAgreements } from '../../barcode/layer-agreement.ts';
import type { Neighbour } from '../../barcode/nearest.ts';
import { barcodeBits, barcodeBytes, type LayerSpan, layerSpans, type Profile } from '../../barcode/profile.ts';
import { AppError } from '../../base/errors.ts';
import type { CallContext } from '../../base/rpc.ts';
import { getCollection } from '../../library/collections.ts';
import { readBarcode, readBarcodes } from '../../library/segments.ts';
import type { Hit, Query } from './hits.ts';
import { SearchIndex } from './search-index.ts';

/** Barcodes in memory, of all that the collection has. */
export interface LoadProgress {
  readonly loaded: number;
  readonly total: number;
}

export interface SearchRequest {
  readonly query: Query;
  /** Most hits wanted. */
  readonly n: number;
  /** Patches that must not be hits. */
  readonly excludedIds: Uint32Array;
}

interface OpenCollection {
  readonly collectionId: string;
  readonly layers: readonly LayerSpan[];
  readonly bits: number;
  readonly index: SearchIndex;
}

/** Holds one collection's barcodes and finds the nearest among them. Served in a worker of its own. */
export class SearchWorker {
  #opened: OpenCollection | undefined;
  /** The last of the writes to the index, which run one after another. */
  #lastWrite: Promise<void> = Promise.resolve();

  /**
   * Loads the barcodes of a collection, and resolves when all are in memory. Queries are answered meanwhile, from those
   * that are loaded.
   * @throws AppError collection-missing, search-out-of-memory, storage-failed; the signal's reason when aborted.
   */
  async open(
    { collectionId, profile }: { collectionId: string; profile: Profile },
    { signal, progress }: CallContext<LoadProgress>,
  ): Promise<void> {
    const index = new SearchIndex(barcodeBytes(profile));
    this.#opened = { collectionId, index, layers: layerSpans(profile), bits: barcodeBits(profile) };
    await this.#write(async () => {
      const { patchCount } = await getCollection(collectionId);
      await loadRest(collectionId, index, () => {
        signal.throwIfAborted();
        progress({ loaded: index.size, total: Math.max(index.size, patchCount) });
      });
    });
  }

  /** Takes over barcodes that were stored or replaced since: `barcodes[i]` is that of patch `ids[i]`. */
  async update({ ids, barcodes }: { ids: readonly number[]; barcodes: readonly Uint8Array[] }): Promise<void> {
    const { collectionId, index } = this.#requireOpen();
    await this.#write(async () => {
      for (const [i, id] of ids.entries()) {
        const barcode = barcodes[i];
        if (!barcode) continue;
        // Another tab has stored patches that this worker was not told of.
        if (id > index.size) await loadRest(collectionId, index);
        index.put(id, barcode);
      }
    });
  }

  /**
   * The patches nearest to the query, by distance, then id. The asking patch is never among them.
   * @throws AppError collection-missing when none is open, patch-missing, profile-mismatch when an outside barcode has
   * another length; the signal's reason when aborted.
   */
  async query({ query, n, excludedIds }: SearchRequest, { signal }: CallContext): Promise<Hit[]> {
    const opened = this.#requireOpen();
    const barcode = await findBarcode(opened, query);
    const isExcluded = toExclusion(
      opened.index.size,
      'patchId' in query ? [query.patchId, ...excludedIds] : excludedIds,
    );
    const neighbours = await opened.index.nearest(barcode, n, isExcluded, signal);
    return neighbours.map((neighbour) => toHit(opened, barcode, neighbour));
  }

  #requireOpen(): OpenCollection {
    if (!this.#opened) throw new AppError('collection-missing', 'none is open');
    return this.#opened;
  }

  #write(work: () => Promise<void>): Promise<void> {
    const writing = this.#lastWrite.then(work);
    this.#lastWrite = writing.catch(() => undefined);
    return writing;
  }
}

/** Loads what the library holds beyond the end of the index. */
async function loadRest(collectionId: string, index: SearchIndex, onLoaded?: () => void): Promise<void> {
  for await (const { firstId, barcodes } of readBarcodes(collectionId, index.size)) {
    index.put(firstId, barcodes);
    onLoaded?.();
  }
}

async function findBarcode({ collectionId, index, bits }: OpenCollection, query: Query): Promise<Uint8Array> {
  if ('patchId' in query) {
    const { patchId } = query;
    return patchId < index.size ? index.barcodeOf(patchId) : readBarcode(collectionId, patchId);
  }
  if (query.barcode.length !== Math.ceil(bits / 8)) {
    throw new AppError('profile-mismatch', `${query.barcode.length} bytes for ${bits} bits`);
  }
  return query.barcode;
}

function toExclusion(size: number, ids: Iterable<number>): (id: number) => boolean {
  const excluded = new Uint8Array(size);
  for (const id of ids) excluded[id] = 1;
  return (id) => excluded[id] === 1;
}

function toHit({ index, layers, bits }: OpenCollection, query: Uint8Array, { id, distance }: Neighbour): Hit {
  return {
    patchId: id,
    distance,
    similarity: (bits - distance) / bits,
    layers: layerAgreements(query, index.barcodeOf(id), layers),
  };
}
