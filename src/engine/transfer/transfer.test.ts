import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { checkArchive } from '../../library/archive/check-archive.ts';
import { exportCollection } from '../../library/archive/export-collection.ts';
import { listCollections } from '../../library/collections.ts';
import { commitBatch } from '../../library/commit-batch.ts';
import { addCollection, indexedFile, TINY_PROFILE } from '../../library/test-records.ts';
import { importFromFile } from './transfer.ts';

vi.mock('../device/encoder-host.ts', () => ({
  encoder: () => ({ ready: async () => ({ weightsId: TINY_PROFILE.weightsId }) }),
}));

const goOn = new AbortController().signal;

beforeEach(() => {
  const request = (_name: string, _options: object, work: (lock: object) => Promise<unknown>) => work({});
  // Nobody answers the question for lasting storage, which holds nothing up.
  vi.stubGlobal('navigator', { locks: { request }, storage: { persist: vi.fn(() => new Promise(() => {})) } });
});

it('takes the export that was asked for, and no other one', async () => {
  const { id } = await addCollection();
  await commitBatch(id, [indexedFile('a.png')], []);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  await exportCollection(
    id,
    async (bytes) => void pieces.push(bytes.slice()),
    goOn,
    () => {},
  );
  const file = new Blob(pieces);
  const { digest } = await checkArchive(file, goOn, () => {});

  await expect(importFromFile(file, 'another digest', goOn, () => {})).rejects.toMatchObject({ code: 'import-other' });
  expect(await listCollections()).toHaveLength(1);
  for (const expected of [digest, undefined]) {
    const copy = await importFromFile(file, expected, goOn, () => {});
    expect((await listCollections()).map((collection) => collection.id)).toContain(copy);
    expect(navigator.storage.persist).toHaveBeenCalledOnce();
  }
});
