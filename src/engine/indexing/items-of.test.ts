import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { setRunTotal } from '../../library/collections.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { addCollection } from '../../library/test-records.ts';
import type { Intake } from '../intake/intake.ts';
import { itemsOf } from './items-of.ts';

vi.mock('../../library/collections.ts', async (original) => ({
  ...(await original<typeof import('../../library/collections.ts')>()),
  setRunTotal: vi.fn(),
}));

/** A slide that nobody can read: it is planned as a failure. */
const INTAKE: Intake = {
  name: 'slides',
  kind: 'folder',
  files: [],
  slides: [{ path: 'a.mrxs', files: [], unread: { code: 'slide-foreign', detail: '' } } as never],
  masks: [],
  notes: [],
  skipped: { hidden: [], unsupported: [], unreadable: [], told: [] },
};

let collection: CollectionRecord;
beforeEach(async () => {
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
  collection = await addCollection();
  vi.mocked(setRunTotal).mockReset();
});

async function readAll(signal: AbortSignal): Promise<number> {
  const { items } = await itemsOf(collection, INTAKE, signal, () => {});
  let count = 0;
  for await (const _item of items()) count++;
  return count;
}

it('stores how many patches a run with slides is to read', async () => {
  expect(await readAll(new AbortController().signal)).toBe(1);
  expect(setRunTotal).toHaveBeenCalledExactlyOnceWith(collection.id, 1);
});

it('stops the run when that cannot be stored', async () => {
  vi.mocked(setRunTotal).mockRejectedValue(new AppError('storage-failed'));
  await expect(readAll(new AbortController().signal)).rejects.toMatchObject({ code: 'storage-failed' });
});
