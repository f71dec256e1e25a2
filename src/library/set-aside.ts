import type { ErrorReport } from '../base/errors.ts';
import type { FailureRecord } from './schema.ts';
import { isDamaged, seal } from './seal.ts';
import { transact } from './transact.ts';

export const DAMAGED: ErrorReport = { code: 'record-damaged', detail: '' };

/**
 * Reports patches of which something stored is damaged, as files that failed: `readKnownFiles` leaves them out then, and
 * the folder dropped again mends them. Their other records stay. Those that were deleted are passed over: what is damaged may
 * not know of that.
 * @param detail What is known of the damage.
 */
export function setAside(collectionId: string, ids: readonly number[], detail = ''): Promise<void> {
  return transact(['patches', 'failures'], 'readwrite', async (transaction) => {
    for (const id of ids) {
      const patch = await transaction.objectStore('patches').get([collectionId, id]);
      if (patch && (!patch.deleted || isDamaged(patch)))
        await transaction.objectStore('failures').put(damagedFile(patch, detail));
    }
  });
}

/** The records of patches, unsealed; those that are damaged are set aside. */
export async function soundOf<Kind extends { readonly collectionId: string; readonly id: number }>(
  records: readonly Kind[],
  unseal: (record: Kind) => Kind | undefined,
): Promise<Kind[]> {
  const sound: Kind[] = [];
  const damaged: number[] = [];
  for (const record of records) {
    const unsealed = unseal(record);
    if (unsealed) sound.push(unsealed);
    else damaged.push(record.id);
  }
  const [any] = records;
  if (any && damaged.length > 0) await setAside(any.collectionId, damaged);
  return sound;
}

/** What is reported of a file of which something stored is damaged. */
export function damagedFile(file: Omit<FailureRecord, 'error'>, detail = ''): FailureRecord {
  const { collectionId, path, fileSize, fileModified } = file;
  return seal<FailureRecord>({ collectionId, path, fileSize, fileModified, error: { ...DAMAGED, detail } });
}
