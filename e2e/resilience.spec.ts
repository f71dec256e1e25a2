/** What goes wrong in real life, each done to the running app: nothing stored is lost, and the page says what happened. */
import type { Page } from '@playwright/test';
import { expect, type OpenApp, test } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { readStoredPatches } from './support/library.ts';
import { expectIndexed, gallery } from './support/screens.ts';
import { makeTextureFolder, TEXTURE_KINDS } from './support/textures.ts';

/** Some ten seconds of work on two quiet cores: time enough to break something in the middle. */
const IMAGES_A_KIND = 7;
const PATCHES = TEXTURE_KINDS.length * IMAGES_A_KIND;
const BARCODE_BYTES = 1_280;
/** Shown until a person wants more. */
const HITS = 10;
const SIDE = 64;
/** Bytes: room for some patches beside what the app keeps to work offline. */
const ROOM = 4_000_000;

/** Drops a folder and starts; comes back once at least `patches` are stored. */
async function startRun({ page }: OpenApp, patches: number): Promise<string> {
  const folder = await makeTextureFolder({ imagesAKind: IMAGES_A_KIND, side: SIDE });
  await dropOnPage(page, [folder]);
  await page.getByRole('button', { name: 'Start indexing' }).click();
  await expect.poll(() => progress(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(patches);
  return folder;
}

async function progress(page: Page): Promise<number> {
  return Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'));
}

test('an encoder that crashes is replaced, the run goes on, and the page says so', async ({ app }) => {
  const { page } = app;
  await startRun(app, 1);
  const encoder = page.workers().find((worker) => worker.url().includes('encoder'));
  expect(encoder).toBeDefined();
  await encoder?.evaluate(() => {
    setTimeout(() => {
      throw new Error('made to crash by the test');
    });
  });
  await expect(page.getByText('A background worker of the page stopped.')).toBeVisible({ timeout: 60_000 });
  await expectIndexed(page, PATCHES, 120_000);
  expect(await readStoredPatches(page, BARCODE_BYTES)).toHaveLength(PATCHES);
});

test('a search worker that crashes is replaced at the next question', async ({ app }) => {
  const { page } = app;
  await startRun(app, 1);
  await expectIndexed(page, PATCHES, 120_000);
  await gallery(page).getByRole('option').first().click();
  const hits = page.getByRole('list', { name: 'Similar patches' }).getByRole('listitem');
  await expect(hits).toHaveCount(HITS);
  const search = page.workers().find((worker) => worker.url().includes('search'));
  await search?.evaluate(() => {
    setTimeout(() => {
      throw new Error('made to crash by the test');
    });
  });
  await gallery(page).getByRole('option').nth(1).click();
  await expect(hits).toHaveCount(HITS);
});

test('a run can be paused, continued and cancelled, and keeps what it has', async ({ app }) => {
  const { page } = app;
  await startRun(app, 1);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/paused at/)).toBeVisible({ timeout: 60_000 });
  const held = await progress(page);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => progress(page), { timeout: 60_000 }).toBeGreaterThan(held);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel indexing' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Cancelled.' })).toBeVisible({ timeout: 60_000 });
  const kept = await readStoredPatches(page, BARCODE_BYTES);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThan(PATCHES);
});

test('a tab closed in the middle loses nothing: the run goes on where it was', async ({ app }) => {
  const folder = await startRun(app, 2);
  const page = await app.context.newPage();
  await app.page.close();
  await page.goto(app.url);
  const stored = await readStoredPatches(page, BARCODE_BYTES);
  expect(stored.length).toBeGreaterThanOrEqual(2);
  expect(stored.length).toBeLessThan(PATCHES);
  await page.getByRole('link', { name: /textures/ }).click();
  await expect(page.getByText(/Indexing was interrupted/)).toBeVisible();
  await dropOnPage(page, [folder]);
  await page.getByRole('radio', { name: /^Add to “/ }).click();
  await page.getByRole('button', { name: 'Start indexing' }).click();
  await expectIndexed(page, PATCHES, 120_000);
  const after = await readStoredPatches(page, BARCODE_BYTES);
  expect(after.slice(0, stored.length)).toEqual(stored);
  expect(new Set(after.map(({ path }) => path)).size).toBe(PATCHES);
  await expect(page.getByText(/Indexing was interrupted/)).toBeHidden();
});

test('a full disk stops the run with what to do, harms nothing, and the run can be resumed', async ({ app }) => {
  const { page, context } = app;
  const session = await context.newCDPSession(page);
  const origin = new URL(app.url).origin;
  await page.evaluate(() => navigator.serviceWorker.ready);
  const kept = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: kept + ROOM });
  await page.reload();
  await startRun(app, 1);
  await fillDisk(page);
  await expect(page.getByText('The browser has no room left to store more.')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^The rest needs about \d+ [kM]B\./)).toBeVisible();
  await expect(page.getByRole('link', { name: 'See what is stored' })).toBeVisible();
  const before = await readStoredPatches(page, BARCODE_BYTES);
  expect(before.length).toBeGreaterThan(0);
  expect(before.length).toBeLessThan(PATCHES);
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await page.getByRole('button', { name: 'Resume' }).click();
  await expectIndexed(page, PATCHES, 120_000);
  const after = await readStoredPatches(page, BARCODE_BYTES);
  expect(after.slice(0, before.length)).toEqual(before);
});

/** Stores other things in the page's IndexedDB until the browser refuses, down to a last kilobyte. */
async function fillDisk(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('filler', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('bytes', { autoIncrement: true });
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const store = (bytes: number) =>
      new Promise<boolean>((resolve) => {
        const transaction = database.transaction('bytes', 'readwrite');
        // Random, so that nothing compresses it.
        const content = new Uint8Array(bytes);
        for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(content.subarray(at, at + 65_536));
        transaction.objectStore('bytes').add(content);
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
      });
    for (let bytes = 1_000_000; bytes > 1_000; bytes /= 2) while (await store(bytes));
  });
}
