import { afterEach, expect, it, vi } from 'vitest';
import { askForPersistence, canAskForPersistence, isPersistent } from './persist.ts';

afterEach(() => vi.unstubAllGlobals());

it('asks without waiting, and not again before there is an answer', async () => {
  const answers: (() => void)[] = [];
  const persist = vi.fn(() => new Promise<void>((resolve) => answers.push(resolve)));
  vi.stubGlobal('navigator', { storage: { persist } });
  expect(canAskForPersistence()).toBe(true);
  askForPersistence();
  askForPersistence();
  expect(persist).toHaveBeenCalledOnce();
  answers[0]?.();
  await vi.waitFor(() => {
    askForPersistence();
    expect(persist).toHaveBeenCalledTimes(2);
  });
  answers[1]?.();
});

it('lets a refusal pass', async () => {
  vi.stubGlobal('navigator', { storage: { persist: () => Promise.reject(new Error('no')) } });
  askForPersistence();
  await Promise.resolve();
});

it.each([true, false])('tells what the browser has promised: %s', async (promised) => {
  vi.stubGlobal('navigator', { storage: { persisted: async () => promised } });
  expect(await isPersistent()).toBe(promised);
});

it('is false where the browser promises nothing', async () => {
  vi.stubGlobal('navigator', {});
  expect(canAskForPersistence()).toBe(false);
  askForPersistence();
  expect(await isPersistent()).toBe(false);
});
