/** What the browser keeps of the app for work without a network, read straight from its caches. */
import { expect, type Page } from '@playwright/test';

/** Waits until the app and its weights need no network any more. */
export async function untilOfflineReady(page: Page, shards: number): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => cachedFiles(page, 'gramscope-weights'), { timeout: 60_000 }).toHaveLength(shards);
}

/** Paths of the files in every cache whose name begins so. */
export async function cachedFiles(page: Page, prefix: string): Promise<string[]> {
  return page.evaluate(async (wanted) => {
    const names = (await caches.keys()).filter((name) => name.startsWith(wanted));
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return keys.flat().map(({ url }) => new URL(url).pathname);
  }, prefix);
}
