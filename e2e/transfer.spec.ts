/** A collection goes out to a file and comes back, and a damaged file does not; examples and filters narrow a question. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { readStoredPatches } from './support/library.ts';
import { gallery, importFile, similarPatches, startAndFinish } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

const PATCHES = 9;
const BARCODE_BYTES = 1_280;

test.describe.configure({ mode: 'serial' });

let app: OpenApp;
let page: Page;
let archive: Buffer;

test.beforeAll(async () => {
  app = await openApp();
  page = app.page;
  // A dialog of the system cannot be answered here; without it the browser downloads.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.getByText('On this machine').waitFor();
  await dropOnPage(page, [await makeTextureFolder({ imagesAKind: PATCHES / 3, side: 150 })]);
  await startAndFinish(page, PATCHES, 200_000);
});
test.afterAll(() => app.close());

test('a filter and examples narrow a question', async () => {
  await gallery(page).getByRole('option').first().click();
  const hits = similarPatches(page).getByRole('listitem');
  await expect(hits).toHaveCount(PATCHES - 1);
  await page.getByRole('button', { name: 'Hit labels' }).click();
  await page.getByRole('checkbox').first().click();
  await expect(hits).toHaveCount(2);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.keyboard.press('Escape');
  await expect(hits).toHaveCount(PATCHES - 1);
  await page.getByRole('button', { name: 'Use hit 1 as an example' }).click();
  await page.getByRole('menuitem', { name: 'More like this' }).click();
  await expect(hits).toHaveCount(PATCHES - 2);
  await page.getByRole('button', { name: /^Take out: more like/ }).click();
  await expect(hits).toHaveCount(PATCHES - 1);
});

test('a collection is exported, and imported as the same one', async () => {
  const stored = await readStoredPatches(page, BARCODE_BYTES);
  await page.getByRole('button', { name: /^Options for/ }).click();
  await page.getByRole('menuitem', { name: 'Export to a file' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.tar$/);
  archive = await readFile(await download.path());
  await importFile(page, archive);
  await expect(page.getByRole('button', { name: /^Options for/ })).toHaveCount(2);
  await expect(page.getByRole('link', { name: /^textures 2/ })).toBeVisible();
  expect(await readStoredPatches(page, BARCODE_BYTES)).toEqual(stored);
  await expect(gallery(page).getByRole('option').first()).toHaveAttribute('aria-setsize', `${PATCHES}`);
  await gallery(page).getByRole('option').first().click();
  await expect(similarPatches(page).getByRole('listitem')).toHaveCount(PATCHES - 1);
});

test('a damaged file is refused with the reason, and changes nothing', async () => {
  const damaged = Buffer.from(archive);
  const middle = damaged.length >> 1;
  damaged[middle] = (damaged[middle] ?? 0) ^ 1;
  await importFile(page, damaged);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('damaged or not complete');
  await expect(dialog.getByRole('alert')).toContainText('Nothing was changed');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByRole('button', { name: /^Options for/ })).toHaveCount(2);
});

test('the console stayed clean', () => {
  expect(app.consoleErrors).toEqual([]);
});
