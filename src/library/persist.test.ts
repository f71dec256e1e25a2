import { afterEach, expect, it, vi } from 'vitest';
import { isPersistent, requestPersistence } from './persist.ts';

afterEach(() => vi.unstubAllGlobals());

function stubStorage(persisted: boolean, answer: boolean) {
  const persist = vi.fn(async () => answer);
  vi.stubGlobal('navigator', { storage: { persisted: async () => persisted, persist } });
  return persist;
}

it.each([true, false])("returns the browser's answer %s", async (answer) => {
  stubStorage(false, answer);
  expect(await requestPersistence()).toBe(answer);
});

it('does not ask again for what was promised', async () => {
  const persist = stubStorage(true, false);
  expect(await isPersistent()).toBe(true);
  expect(await requestPersistence()).toBe(true);
  expect(persist).not.toHaveBeenCalled();
});

it('is false where the browser promises nothing', async () => {
  vi.stubGlobal('navigator', {});
  expect(await isPersistent()).toBe(false);
  expect(await requestPersistence()).toBe(false);
});
