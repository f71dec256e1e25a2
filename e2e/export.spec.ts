/** Exports where the browser cannot ask where to save: put together on the disk, handed out, and removed afterwards. */
import { readFile, stat } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { type OpenApp, openApp } from './support/app.ts';
import { makeLargeArchive } from './support/large-archive.ts';
import { privateFileSizes } from './support/private-files.ts';
import { gallery, importFile } from './support/screens.ts';

/** Their export is larger than what is written at once. */
const PATCHES = 5_000;

test.describe.configure({ mode: 'serial' });

let app: OpenApp;
let page: Page;

test.beforeAll(async () => {
  app = await openApp({ withAssets: false });
  page = app.page;
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.reload();
  await importFile(page, await makeLargeArchive(PATCHES));
  await expect(gallery(page).getByRole('option').first()).toHaveAttribute('aria-setsize', String(PATCHES));
});
test.afterAll(() => app.close());

test('a cancelled export leaves nothing behind', async () => {
  // The worker that writes is slow, so that there is something to cancel.
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 20 });
  await beginExport();
  await page.getByRole('progressbar', { name: 'Exporting' }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await expect.poll(() => page.evaluate(privateFileSizes)).toEqual([]);
});

test('an export is put together on the disk, listed, removed on wish, and by the next start', async () => {
  const exported = await exportCollection();
  expect(exported.length).toBeGreaterThan(6e6);
  expect(await page.evaluate(privateFileSizes)).toEqual([exported.length]);
  await page.getByRole('link', { name: 'Settings' }).click();
  const row = page.getByRole('row', { name: /^Exported files, kept until their page is closed 1 file [\d.]+ MB$/ });
  await expect(row).toBeVisible();
  await page.getByRole('button', { name: 'Remove exported files' }).click();
  await expect(row).toBeHidden();
  expect(await page.evaluate(privateFileSizes)).toEqual([]);

  await page.goBack();
  const again = await exportCollection();
  expect(again.equals(exported)).toBe(true);
  await importFile(page, again);
  await expect(page.getByRole('button', { name: /^Options for/ })).toHaveCount(2);
  await expect(gallery(page).getByRole('option').first()).toHaveAttribute('aria-setsize', String(PATCHES));
  // Another tab leaves it alone; the page that comes after the one that made it does not.
  const other = await app.context.newPage();
  await other.goto(app.url);
  await other
    .getByRole('button', { name: /^Options for/ })
    .first()
    .waitFor();
  expect(await page.evaluate(privateFileSizes)).toEqual([exported.length]);
  await other.close();
  await page.reload();
  await expect.poll(() => page.evaluate(privateFileSizes)).toEqual([]);
});

test('a full disk is said, and a part of the file is not kept', async () => {
  const session = await app.context.newCDPSession(page);
  const origin = new URL(app.url).origin;
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: used + 1_000_000 });
  await beginExport();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('There is no room left for the exported file.');
  expect(await page.evaluate(privateFileSizes)).toEqual([]);
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  expect((await stat(await (await downloading).path())).size).toBeGreaterThan(6e6);
});

async function beginExport(): Promise<void> {
  await page
    .getByRole('button', { name: /^Options for/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Export to a file' }).click();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
}

async function exportCollection(): Promise<Buffer> {
  const downloading = page.waitForEvent('download');
  await beginExport();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('large.tar');
  return readFile(await download.path());
}
