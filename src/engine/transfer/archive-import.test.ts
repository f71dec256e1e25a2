import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { archiveImportStore, dismissArchiveImport, startArchiveImport } from './archive-import.ts';
import { importFromFile } from './transfer.ts';

vi.mock('./transfer.ts', () => ({ importFromFile: vi.fn() }));

const FILE = new Blob(['an export']);
const current = () => archiveImportStore.getState().current;

/** The imports begun, in turn, each of which ends when it is told to. */
const begun: { resolve: (id: string) => void; reject: (thrown: unknown) => void }[] = [];

beforeEach(() => {
  begun.length = 0;
  vi.mocked(importFromFile).mockImplementation(
    () => new Promise((resolve, reject) => void begun.push({ resolve, reject })),
  );
});
afterEach(() => {
  dismissArchiveImport();
  vi.mocked(importFromFile).mockReset();
});

async function start(expected?: string) {
  const before = begun.length;
  const importing = startArchiveImport(FILE, expected);
  await vi.waitFor(() => expect(begun).toHaveLength(before + 1));
  const [, , signal, onProgress] = vi.mocked(importFromFile).mock.lastCall ?? [];
  if (!signal || !onProgress) throw new Error('nothing has begun');
  return { importing, signal, onProgress, ...begun[before] };
}

it('says how far it is until it is done', async () => {
  const { importing, onProgress, resolve } = await start('a digest');
  expect(vi.mocked(importFromFile).mock.lastCall?.slice(0, 2)).toEqual([FILE, 'a digest']);
  expect(current()).toEqual({ step: 'checking', share: 0 });
  onProgress('going-on', 0.5);
  expect(current()).toEqual({ step: 'going-on', share: 0.5 });
  resolve?.('its id');
  expect(await importing).toBe('its id');
  expect(current()).toBeUndefined();
});

it('says why it failed until that is put away', async () => {
  const { importing, onProgress, reject } = await start();
  onProgress('storing', 0.5);
  reject?.(new AppError('storage-full'));
  expect(await importing).toBeUndefined();
  expect(current()).toMatchObject({ step: 'storing', error: { code: 'storage-full' } });
  dismissArchiveImport();
  expect(current()).toBeUndefined();
});

it('is cancelled when it is dismissed, and leads nowhere even if it was done by then', async () => {
  const { importing, signal, onProgress, resolve } = await start();
  dismissArchiveImport();
  expect(signal.aborted).toBe(true);
  onProgress('storing', 1);
  expect(current()).toBeUndefined();
  resolve?.('its id');
  expect(await importing).toBeUndefined();
});

it('begins when the one that was dismissed has ended, and is not cancelled with it', async () => {
  const former = await start();
  dismissArchiveImport();
  const next = startArchiveImport(FILE);
  expect(current()).toEqual({ step: 'checking', share: 0 });
  expect(begun).toHaveLength(1);
  former.reject?.(former.signal.reason);
  await vi.waitFor(() => expect(begun).toHaveLength(2));
  expect(current()).toEqual({ step: 'checking', share: 0 });
  begun[1]?.resolve('the next');
  expect(await next).toBe('the next');
});

it('says it when what a cancelled one has stored could not be removed', async () => {
  const { importing, reject } = await start();
  dismissArchiveImport();
  reject?.(new AppError('storage-failed'));
  await importing;
  expect(current()).toMatchObject({ error: { code: 'storage-failed' } });
});
