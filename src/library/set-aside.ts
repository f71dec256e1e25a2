import { transact } from './transact.ts';

/**
 * Reports patches of which something stored is damaged, as files that failed: `readKnownFiles` leaves them out then, and
 * the folder dropped again mends them. Their other records stay.
 */
export function setAside(collectionId: string, ids: readonly number[]): Promise<void> {
  return transact(['patches', 'failures'], 'readwrite', async (transaction) => {
    for (const id of ids) {
      const patch = await transaction.objectStore('patches').get([collectionId, id]);
      if (!patch) continue;
      const { path, fileSize, fileModified } = patch;
      const error = { code: 'record-damaged', detail: '' } as const;
      await transaction.objectStore('failures').put({ collectionId, path, fileSize, fileModified, error });
    }
  });
}
