import { renameCollection as renameStored, setSourceRule as setStoredSourceRule } from '../../library/collections.ts';
import { deleteCollection as deleteStored } from '../../library/deletion.ts';
import { isPersistent } from '../../library/persist.ts';
import type { CollectionRecord, SourceRule } from '../../library/schema.ts';
import { bytesOf, estimateStorage } from '../../library/storage-use.ts';
import { cancelRunInto } from '../indexing/indexing.ts';
import { forgetIntakes } from '../intake/session-intakes.ts';
import { refreshCollections } from './collections-list.ts';
import { closeCollection, refreshOpenCollection } from './open-collection.ts';
import { tellOtherTabs } from './other-tabs.ts';
import { removeInBackground } from './removal.ts';
import { forgetActs } from './undo.ts';

/** @throws AppError collection-missing, as the other changes below do. */
export async function renameCollection(id: string, name: string): Promise<void> {
  refreshOpenCollection(await renameStored(id, name));
  await refreshCollections();
}

export async function setSourceRule(id: string, rule: SourceRule): Promise<void> {
  refreshOpenCollection(await setStoredSourceRule(id, rule));
  await refreshCollections();
}

/**
 * Deletes what Gramscope stored of a collection, ending a run into it first. It is gone when this resolves; its space comes
 * back in the background. The images themselves are not touched.
 */
export async function deleteCollection(id: string): Promise<void> {
  await cancelRunInto(id);
  closeCollection(id);
  forgetIntakes(id);
  await deleteStored(id);
  // By now it is marked as deleted: a tab that looks for it does not find it any more.
  tellOtherTabs({ kind: 'collection-deleted', collectionId: id });
  removeInBackground();
  await forgetActs({ collectionId: id });
  await refreshCollections();
}

/** Bytes a collection takes on disk. */
export function collectionBytes(record: CollectionRecord): {
  barcodes: number;
  colours: number;
  thumbnails: number;
  tables: number;
  lens: number;
  total: number;
} {
  const bytes = bytesOf(record);
  return { ...bytes, total: bytes.barcodes + bytes.colours + bytes.thumbnails + bytes.tables + bytes.lens };
}

export interface StorageUse {
  /** Bytes this page stores, and may store; undefined where the browser does not say. */
  readonly usage: number | undefined;
  readonly quota: number | undefined;
  /** Whether the browser has promised not to clear it by itself. */
  readonly persisted: boolean;
}

export async function storageUse(): Promise<StorageUse> {
  const [estimate, persisted] = await Promise.all([estimateStorage(), isPersistent()]);
  return { usage: estimate?.used, quota: estimate?.quota, persisted };
}
