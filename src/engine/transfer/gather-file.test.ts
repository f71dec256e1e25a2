import { afterEach, expect, it, vi } from 'vitest';
import type { GatheredFile } from '../../base/file-target.ts';
import { PrivateFileWriter, type PrivatePlace } from '../../library/private-file-writer.ts';
import { privateFilesUse, removeLeftPrivateFiles } from '../../library/private-files.ts';
import { FakeFolder } from '../../library/testing/fake-folder.ts';
import { gatherFile, inPieces } from './gather-file.ts';

// The worker's class without a worker.
vi.mock('../../base/rpc.ts', () => ({
  connectWorker: () => {
    const writer = new PrivateFileWriter();
    const remote = {
      open: (place: PrivatePlace) => writer.open(place),
      write: (bytes: Uint8Array<ArrayBuffer>) => writer.write(bytes),
      close: () => writer.close(),
      discard: () => writer.discard(),
    };
    return { remote, destroy: () => {} };
  },
}));

afterEach(() => vi.unstubAllGlobals());

const PLACE = { page: 'a page', name: 'a file' };

/** Grants every lock at once. */
const locks = { request: async (_name: string, hold: () => Promise<unknown>) => hold() };

function givePrivateFiles(room = Number.POSITIVE_INFINITY): FakeFolder {
  const root = new FakeFolder({ left: room });
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => root }, locks });
  return root;
}

it('puts a file together on the disk, and in memory only where the browser gives the page no private files', async () => {
  const root = givePrivateFiles();
  const onDisk = await gatherFile();
  await onDisk.write(Uint8Array.from([1, 2]));
  await onDisk.write(Uint8Array.from([3]));
  expect((await onDisk.close()).size).toBe(3);
  expect(Object.values(root.list())).toEqual([[1, 2, 3]]);
  vi.stubGlobal('navigator', { storage: {}, locks });
  const inMemory = await gatherFile();
  await inMemory.write(Uint8Array.from([4, 5]));
  expect((await inMemory.close()).size).toBe(2);
});

it('writes in pieces of one size, whatever it is given, and keeps nothing that is the giver’s', async () => {
  const pieces: number[][] = [];
  const file: GatheredFile = {
    write: async (bytes) => void pieces.push([...bytes]),
    close: async () => new Blob(),
    discard: async () => {},
  };
  const gathered = inPieces(file, 4);
  const given = Uint8Array.from([1, 2, 3]);
  await gathered.write(given);
  given.fill(9);
  await gathered.write(Uint8Array.from([4, 5, 6, 7, 8, 9, 10]));
  await gathered.close();
  expect(pieces).toEqual([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
    [9, 10],
  ]);
});

it('writes a private file from its beginning to its end, which is listed, and removed when its page is gone', async () => {
  const root = givePrivateFiles();
  const writer = new PrivateFileWriter();
  expect(await writer.open(PLACE)).toBe(true);
  await writer.write(Uint8Array.from([1, 2]));
  await writer.write(Uint8Array.from([3]));
  await writer.close();
  expect(await privateFilesUse()).toEqual({ files: 1, bytes: 3 });
  await removeLeftPrivateFiles(new Set([PLACE.page]));
  expect(root.list()).toEqual({ 'exports/a page/a file': [1, 2, 3] });
  await removeLeftPrivateFiles(new Set(['another page']));
  expect(root.list()).toEqual({});
});

it('says that the disk is full, whether the browser throws or writes less, and removes what it has written', async () => {
  for (const isThrown of [true, false]) {
    const root = givePrivateFiles(2);
    root.disk.isThrown = isThrown;
    const writer = new PrivateFileWriter();
    await writer.open(PLACE);
    await writer.write(Uint8Array.from([1]));
    await expect(writer.write(Uint8Array.from([2, 3]))).rejects.toMatchObject({ code: 'storage-full' });
    await writer.discard();
    expect(root.list()).toEqual({});
  }
});

it('does without where the browser has no private files, or gives the page none', async () => {
  for (const storage of [{}, { getDirectory: () => Promise.reject(new DOMException('private', 'SecurityError')) }]) {
    vi.stubGlobal('navigator', { storage });
    expect(await new PrivateFileWriter().open(PLACE)).toBe(false);
    expect(await privateFilesUse()).toEqual({ files: 0, bytes: 0 });
    await removeLeftPrivateFiles(new Set());
  }
});
