/** Opens one collection for the gallery and the search, and keeps both true while it is indexed and edited. */
import { toErrorReport } from '../../base/errors.ts';
import type { Connection } from '../../base/rpc.ts';
import { type PatchChunk, packPatches } from '../../columns/patch-chunk.ts';
import type { PatchLoader } from '../../columns/patch-loader.ts';
import { PatchTable } from '../../columns/patch-table.ts';
import { Patches, SharedViews } from '../../columns/patches.ts';
import { getCollection } from '../../library/collections.ts';
import { readFirstPatches } from '../../library/patches.ts';
import type { CollectionRecord, PatchRecord } from '../../library/schema.ts';
import { tellUnforeseen } from '../app/unforeseen.ts';
import {
  addToSearch,
  closeSearch,
  describeToSearch,
  hideMissing,
  openSearch,
  readIntoSearch,
  regroupSearch,
  relearnSearch,
  removeFromSearch,
} from '../question/search-service.ts';
import { JoinedTables } from '../tables/joined-tables.ts';
import { connectLoader } from './connect-loader.ts';
import { JoinedCases } from './joined-cases.ts';
import { JoinedSets, whenSetsChange } from './named-sets.ts';
import { currentCollection, type OpenCollection, openCollectionStore } from './open-collection-store.ts';
import { tellOtherTabs } from './other-tabs.ts';
import { dropThumbnails, requestThumbnails } from './thumbnails.ts';

/** An opening under way, or the last one; it stops writing to the store as soon as another one takes its place. */
interface Opening {
  readonly views: SharedViews;
  readonly loader: Connection<PatchLoader>;
  readonly tables: JoinedTables;
  readonly cases: JoinedCases;
  readonly sets: JoinedSets;
  /** What has changed while the collection was still being read: done again once it is, since what is read may be older. */
  readonly meanwhile: (() => void)[];
}

/**
 * Milliseconds between the first two views of a collection that is being read. Each is worked out and drawn, while what comes
 * adds less and less to what is there: the pause before the next is twice as long.
 */
const FIRST_PAUSE_MS = 250;

/** Patches that fill a large screen, with some behind them. */
const FIRST_SCREEN = 160;

let current: Opening | undefined;

/** Shows a collection: its patches appear as they are read. A failure shows in openCollectionStore. */
export async function openCollection(collectionId: string): Promise<void> {
  if (currentCollection(collectionId)) return;
  close();
  const views = new SharedViews(new PatchTable(collectionId));
  const tables = new JoinedTables(views.table, showChanges);
  const cases = new JoinedCases(views.table, tables, showChanges);
  const sets = new JoinedSets(views.table, showChanges);
  const opening: Opening = { views, loader: connectLoader(), tables, cases, sets, meanwhile: [] };
  current = opening;
  const isCurrent = () => current === opening;
  try {
    const [collection, first] = await Promise.all([getCollection(collectionId), readFirstScreen(collectionId)]);
    if (!isCurrent()) return;
    views.table.put(packPatches(first));
    const patches = new Patches(views);
    openCollectionStore.setState({ status: 'loading', collection, patches, edits: 0 }, true);
    openSearch(collection);
    await readAll(opening, first, isCurrent);
  } catch (thrown) {
    if (!isCurrent()) return;
    closeSearch();
    openCollectionStore.setState({ status: 'failed', collectionId, error: toErrorReport(thrown) }, true);
  } finally {
    opening.loader.destroy();
  }
}

/** What a screen shows before all is read: whatever is read at the same time takes its turns with it. */
async function readFirstScreen(collectionId: string): Promise<PatchRecord[]> {
  const first = await readFirstPatches(collectionId, FIRST_SCREEN);
  // Those that cannot be read are asked for again by the screen, and keep empty places.
  await requestThumbnails(collectionId, idsOf(first)).catch(tellUnforeseen);
  return first;
}

async function readAll(
  { views, loader, meanwhile }: Opening,
  first: readonly PatchRecord[],
  isCurrent: () => boolean,
): Promise<void> {
  const { collectionId } = views.table;
  /** Shown before all was read, and not read again: gone since. */
  const gone = new Set(idsOf(first));
  let pause = FIRST_PAUSE_MS;
  let nextAt = 0;
  const onProgress = (chunk: PatchChunk) => {
    if (!isCurrent()) return;
    for (const id of chunk.ids) gone.delete(id);
    takeChunk(views.table, chunk);
    if (performance.now() < nextAt) return;
    showChanges();
    nextAt = performance.now() + pause;
    pause *= 2;
  };
  await loader.remote.read({ collectionId }, { onProgress });
  if (!isCurrent()) return;
  views.table.remove([...gone]);
  for (const change of meanwhile) change();
  hideMissing(collectionId);
  show({ status: 'open', patches: new Patches(views) });
  followTables();
  const order = await loader.remote.order(undefined);
  if (!isCurrent()) return;
  views.pathOrder.begin(order);
  showChanges();
}

/** Closes the collection if it is the open one, and gives its memory back. */
export function closeCollection(collectionId: string): void {
  if (currentCollection(collectionId)) close();
}

function close(): void {
  current?.loader.destroy();
  current?.tables.close();
  current?.cases.close();
  current = undefined;
  closeSearch();
  openCollectionStore.setState({ status: 'closed' }, true);
}

/** Says of the open collection that it is not there any more. */
export function showGone(collectionId: string): void {
  if (!currentCollection(collectionId)) return;
  close();
  const error = { code: 'collection-missing', detail: collectionId } as const;
  openCollectionStore.setState({ status: 'failed', collectionId, error }, true);
}

/** Shows patches that a run has just stored, and makes them findable; `barcodes[i]` belongs to `patches[i]`. */
export function showStored(
  collectionId: string,
  patches: readonly PatchRecord[],
  barcodes: readonly Uint8Array<ArrayBuffer>[],
): void {
  tellOtherTabs({ kind: 'patches-stored', collectionId, ids: idsOf(patches) });
  takeIn(collectionId, patches, () => addToSearch(collectionId, patches, barcodes));
}

/** Shows patches that another tab has stored. */
export function showStoredElsewhere(collectionId: string, patches: readonly PatchRecord[]): void {
  takeIn(collectionId, patches, () => readIntoSearch(collectionId, idsOf(patches)));
}

function takeIn(collectionId: string, patches: readonly PatchRecord[], makeFindable: () => void): void {
  dropThumbnails(collectionId, idsOf(patches));
  const open = currentCollection(collectionId);
  if (!open || patches.length === 0) return;
  makeFindable();
  const add = () => addPatches(packPatches(patches));
  if (open.status === 'open') add();
  else current?.meanwhile.push(add);
}

/** Shows other labels of patches that are there, and lets filters know them. */
export function showRelabelled(collectionId: string, patches: readonly PatchRecord[]): void {
  tellOtherTabs({ kind: 'patches-relabelled', collectionId, ids: idsOf(patches) });
  showRelabelledElsewhere(collectionId, patches);
}

/** The same of patches that another tab has given other labels. */
export function showRelabelledElsewhere(collectionId: string, patches: readonly PatchRecord[]): void {
  if (patches.length > 0) edit(collectionId, () => addPatches(packPatches(patches)));
}

/** Shows deleted patches again that were brought back, and makes them findable. */
export function showBroughtBack(
  collectionId: string,
  patches: readonly PatchRecord[],
  barcodes: readonly Uint8Array<ArrayBuffer>[],
): void {
  showStored(collectionId, patches, barcodes);
  edit(collectionId, () => {});
}

/** Takes deleted patches off the screen and out of the search. */
export function showDeleted(collectionId: string, ids: readonly number[]): void {
  tellOtherTabs({ kind: 'patches-deleted', collectionId, ids });
  showDeletedElsewhere(collectionId, ids);
}

/** The same of patches that another tab has deleted. */
export function showDeletedElsewhere(collectionId: string, ids: readonly number[]): void {
  dropThumbnails(collectionId, ids);
  edit(collectionId, () => {
    removeFromSearch(collectionId, ids);
    current?.views.table.remove(ids);
    showChanges();
  });
}

function edit(collectionId: string, change: () => void): void {
  const open = currentCollection(collectionId);
  if (!open) return;
  change();
  if (open.status === 'loading') current?.meanwhile.push(change);
  show({ edits: open.edits + 1 });
}

/** Shows a name or source rule that was changed. */
export function refreshOpenCollection(collection: CollectionRecord): void {
  tellOtherTabs({ kind: 'collection-changed', collectionId: collection.id });
  showCollection(collection);
}

/** The same of what another tab has changed. */
export function showCollection(collection: CollectionRecord): void {
  if (!currentCollection(collection.id)) return;
  show({ collection });
  // What the tables say of cases is told after the rule that asks them.
  regroupSearch(collection.id, collection.sourceRule);
  relearnSearch(collection);
  followTables();
}

function idsOf(patches: readonly PatchRecord[]): number[] {
  return patches.map(({ id }) => id);
}

function addPatches(chunk: PatchChunk): void {
  if (!current || chunk.ids.length === 0) return;
  takeChunk(current.views.table, chunk);
  if (currentCollection()?.status === 'open') {
    current.tables.describe(chunk.ids);
    current.cases.describe(chunk.ids);
    current.sets.describe(chunk.ids);
  }
  showChanges();
}

function takeChunk(table: PatchTable, chunk: PatchChunk): void {
  table.put(chunk);
  describeToSearch(table.collectionId, chunk);
}

/** Tables are read, and cases named, once all patches are there. */
function followTables(): void {
  const open = currentCollection();
  if (open?.status !== 'open') return;
  current?.tables.follow(open.collection.tables);
  current?.cases.follow(open.collection);
  void current?.sets.follow();
}

/** Resolves once the cases of the open collection are known. */
export async function casesNamed(): Promise<void> {
  await current?.cases.settled;
}

/** The row of an attached table that says something of a patch of the open collection, as it stands there. */
export async function readTableRow(tableId: string, patchId: number): Promise<readonly string[] | undefined> {
  return current?.tables.rowOf(tableId, patchId);
}

function showChanges(): void {
  if (current) show({ patches: new Patches(current.views) });
}

function show(change: Partial<OpenCollection>): void {
  const open = currentCollection();
  if (open) openCollectionStore.setState({ ...open, ...change }, true);
}

whenSetsChange((collectionId) => {
  if (currentCollection(collectionId)?.status === 'open') void current?.sets.follow();
});
