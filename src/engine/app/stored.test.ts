import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { deleteEverything } from './stored.ts';

const clear = vi.fn();

/** A browser whose private file system is what `getDirectory` gives. */
function stubBrowser(getDirectory: () => Promise<unknown>): void {
  const request = (_name: string, _options: object, work: (lock: object) => Promise<unknown>) => work({});
  vi.stubGlobal('navigator', { locks: { request }, storage: { getDirectory } });
}

beforeEach(() => {
  clear.mockClear();
  for (const name of ['localStorage', 'sessionStorage']) vi.stubGlobal(name, { clear });
});
afterEach(() => vi.unstubAllGlobals());

it('deletes files that an earlier version has left', async () => {
  const removeEntry = vi.fn(async () => {});
  async function* keys() {
    yield 'barcodes';
  }
  stubBrowser(async () => ({ keys, removeEntry }));
  await deleteEverything();
  expect(removeEntry).toHaveBeenCalledExactlyOnceWith('barcodes', { recursive: true });
  expect(clear).toHaveBeenCalledTimes(2);
});

it.each(['SecurityError', 'UnknownError'])('takes %s for a browser that keeps no files', async (name) => {
  stubBrowser(() => Promise.reject(new DOMException('private window', name)));
  await deleteEverything();
});

it('says that files are left, when everything else is gone', async () => {
  stubBrowser(() => Promise.reject(new DOMException('disk', 'NotReadableError')));
  await expect(deleteEverything()).rejects.toThrow('disk');
  expect(clear).toHaveBeenCalledTimes(2);
});
