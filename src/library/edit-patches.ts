/** What a person changes about patches that are stored: their labels, and whether they are there. */
import { barcodeBytes } from '../barcode/profile.ts';
import { BLOCK_STORES, COLOURS, deleteRows, readRows, THUMBNAILS } from './blocks.ts';
import { getCollection, idsEnd, requireCollection, withCounts } from './collections.ts';
import { readPatchRecord } from './read-records.ts';
import type { BinRecord, CollectionRecord, PatchRecord } from './schema.ts';
import { seal } from './seal.ts';
import { eraseBarcodes, segmentCapacity } from './segments.ts';
import { type Transaction, transact } from './transact.ts';

/** Patches changed in one transaction: others are never held up for long. */
const MOST_PATCHES = 500;

/** Segments rewritten in one transaction: about 32 MB, for a deletion that takes a patch here and there. */
const MOST_SEGMENTS = 32;

/** A patch's label and whether a person gave it. */
export type LabelOfPatch = Pick<PatchRecord, 'id' | 'label' | 'labelledByHand'>;

export interface Relabelled {
  /** The records as they are stored now. */
  readonly patches: readonly PatchRecord[];
  /** What their labels were before, in the same order. */
  readonly before: readonly LabelOfPatch[];
}

/**
 * Gives patches another label, some at a time, each time all of it or nothing. Those that are not there any more are
 * passed over.
 * @throws AppError collection-missing, storage-full and the other storage errors.
 */
export async function* relabelPatches(
  collectionId: string,
  ids: readonly number[],
  label: string,
): AsyncGenerator<Relabelled> {
  const labels = ids.map((id): LabelOfPatch => ({ id, label, labelledByHand: true }));
  yield* restoreLabels(collectionId, labels);
}

/** Gives each patch the label that goes with it; otherwise as `relabelPatches`. */
export async function* restoreLabels(
  collectionId: string,
  labels: readonly LabelOfPatch[],
): AsyncGenerator<Relabelled> {
  for (const some of inBatches(labels)) yield await relabelSome(collectionId, some);
}

/**
 * Deletes patches with all that was made of them, some at a time, each time all of it or nothing. Only their paths are
 * kept (`PatchRecord.deleted`). Those that are not there any more are passed over.
 * @param page Puts what is deleted into this page's bin, from where it can be brought back (bin.ts). Without one it is gone for good.
 * @returns Ids of those that are gone now.
 * @throws As `relabelPatches` does.
 */
export async function* deletePatches(
  collectionId: string,
  ids: readonly number[],
  page?: string,
): AsyncGenerator<number[]> {
  for (const some of await batchesOfSegments(collectionId, ids)) yield await deleteSome(collectionId, some, page);
}

/** Ids in batches that rewrite few segments each. */
export async function batchesOfSegments(
  collectionId: string,
  ids: readonly number[],
): Promise<readonly (readonly number[])[]> {
  const capacity = segmentCapacity(barcodeBytes((await getCollection(collectionId)).profile));
  const isWide = (batch: readonly { readonly id: number }[]) =>
    new Set(batch.map(({ id }) => Math.floor(id / capacity))).size >= MOST_SEGMENTS;
  const batches = inBatches(
    ids.map((id) => ({ id })),
    isWide,
  );
  return [...batches].map((batch) => batch.map(({ id }) => id));
}

/** By ascending id, so that a segment is rewritten in one batch or two. */
function* inBatches<Item extends { readonly id: number }>(
  items: readonly Item[],
  isComplete: (batch: readonly Item[]) => boolean = () => false,
): Generator<readonly Item[]> {
  let batch: Item[] = [];
  for (const item of [...items].sort((a, b) => a.id - b.id)) {
    batch.push(item);
    if (batch.length < MOST_PATCHES && !isComplete(batch)) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function relabelSome(collectionId: string, labels: readonly LabelOfPatch[]): Promise<Relabelled> {
  return transact(['collections', 'patches'], 'readwrite', async (transaction) => {
    await requireCollection(transaction, collectionId);
    const store = transaction.objectStore('patches');
    const found = await Promise.all(labels.map(({ id }) => store.get([collectionId, id])));
    const changes = labels.flatMap((wanted, at) => {
      const former = found[at] && !found[at].deleted ? readPatchRecord(found[at]) : undefined;
      return former ? [{ former, wanted }] : [];
    });
    const patches = changes.map(({ former, wanted }) => withLabel(former, wanted));
    await Promise.all(patches.map((patch) => store.put(seal(patch))));
    return { patches, before: changes.map(({ former }) => labelOf(former)) };
  });
}

function withLabel({ labelledByHand: _former, ...patch }: PatchRecord, wanted: LabelOfPatch): PatchRecord {
  return { ...patch, label: wanted.label, ...(wanted.labelledByHand && { labelledByHand: true }) };
}

function labelOf({ id, label, labelledByHand }: PatchRecord): LabelOfPatch {
  return { id, label, ...(labelledByHand && { labelledByHand }) };
}

const STORES = ['collections', 'patches', ...BLOCK_STORES, 'segments', 'failures', 'bin'] as const;

type Deletion = Transaction<(typeof STORES)[number], 'readwrite'>;

function deleteSome(collectionId: string, ids: readonly number[], page: string | undefined): Promise<number[]> {
  return transact([...STORES], 'readwrite', async (transaction) => {
    const collection = await requireCollection(transaction, collectionId);
    const store = transaction.objectStore('patches');
    const found = await Promise.all(ids.map((id) => store.get([collectionId, id])));
    const patches = found.filter((patch) => patch !== undefined && !patch.deleted) as PatchRecord[];
    const deleted = patches.map(({ id }) => id);
    const thumbnails = byId(await readRows(transaction, THUMBNAILS, collectionId, deleted));
    const colours = byId(await readRows(transaction, COLOURS, collectionId, deleted));
    const failures = await Promise.all(
      patches.map(({ path }) => transaction.objectStore('failures').get([collectionId, path])),
    );
    const barcodes = await eraseBarcodes(transaction.objectStore('segments'), collection, deleted);
    const binned = patches.flatMap((patch, at): BinRecord[] => {
      const barcode = barcodes[at];
      if (page === undefined || !barcode) return [];
      const { id } = patch;
      const made = { barcode, thumbnail: thumbnails.get(id), colours: colours.get(id), failure: failures[at] };
      return [{ collectionId, page, id, patch, ...made }];
    });
    const [moreThumbnails] = await Promise.all([
      deleteRows(transaction, THUMBNAILS, collectionId, deleted),
      deleteRows(transaction, COLOURS, collectionId, deleted),
    ]);
    await Promise.all([
      ...binned.map((record) => transaction.objectStore('bin').put(record)),
      ...patches.flatMap((patch) => removePatch(transaction, patch)),
      transaction.objectStore('collections').put(seal(without(collection, deleted.length, -moreThumbnails))),
    ]);
    return deleted;
  });
}

function byId<Kind extends { readonly id: number }>(rows: readonly Kind[]): ReadonlyMap<number, Kind> {
  return new Map(rows.map((row) => [row.id, row]));
}

function removePatch(transaction: Deletion, patch: PatchRecord): Promise<unknown>[] {
  const { collectionId, path } = patch;
  const { labelledByHand: _byHand, ...rest } = patch;
  return [
    transaction.objectStore('patches').put(seal({ ...rest, label: '', deleted: true })),
    transaction.objectStore('failures').delete([collectionId, path]),
  ];
}

function without(collection: CollectionRecord, patches: number, thumbnailBytes: number): CollectionRecord {
  return withCounts(collection, {
    patchCount: collection.patchCount - patches,
    nextId: idsEnd(collection),
    thumbnailBytes: collection.thumbnailBytes - thumbnailBytes,
  });
}
