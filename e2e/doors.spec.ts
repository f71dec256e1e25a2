/** What people and files bring is believed no further than it goes: names that objects have, patterns without end. */
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { FILES } from '../src/library/archive/manifest.ts';
import { withText } from '../src/library/archive/testing/rewrite-archive.ts';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { readStoredPatches } from './support/library.ts';
import { gallery, importFile, patch, similarPatches, startAndFinish } from './support/screens.ts';
import { makeTextureFolder, TEXTURE_KINDS } from './support/textures.ts';

/** What every object has under these names is no label and no folder. */
const FOLDERS = ['__proto__', 'constructor', 'toString'];
const PATCHES = 3 * FOLDERS.length;
const BARCODE_BYTES = 1_280;

/** The browser's own engine tries 2^60 ways on this name before it gives up. */
const ENDLESS = '(a+)+$';
const LONG_NAME = `${'a'.repeat(60)}!.png`;

test.describe.configure({ mode: 'serial' });

let app: OpenApp;
let page: Page;
let folder: string;
let archive: Buffer;

test.beforeAll(async () => {
  const textures = await makeTextureFolder({ imagesAKind: 3, side: 64 });
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-doors-')), 'doors');
  for (const [at, name] of FOLDERS.entries()) {
    await mkdir(path.join(folder, name), { recursive: true });
    for (const image of ['1.png', '2.png', '3.png']) {
      const to = image === '1.png' ? LONG_NAME : image;
      await copyFile(path.join(textures, TEXTURE_KINDS[at] ?? '', image), path.join(folder, name, to));
    }
  }
  await rm(path.dirname(textures), { recursive: true, force: true });
  app = await openApp({ withAssets: false });
  page = app.page;
  // A dialog of the system cannot be answered here; without it the browser downloads.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
});
test.afterAll(async () => {
  await app?.close();
  await rm(path.dirname(folder), { recursive: true, force: true });
});

function options() {
  return gallery(page).getByRole('option');
}

function hits() {
  return similarPatches(page).getByRole('listitem');
}

async function openMenu(collection: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Options for ${collection}`, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('a pattern that backtracks for ever elsewhere counts cases, and its collection is indexed and searched', async () => {
  await dropOnPage(page, [folder]);
  await page.getByRole('combobox', { name: 'One case is' }).click();
  await page.getByRole('option', { name: 'Images that share a part of their name' }).click();
  const field = page.getByLabel('Pattern (regular expression)');
  await field.fill('(?<!a)b');
  await expect(page.getByText('look-behind (?<=…)')).toBeVisible();
  await field.fill(ENDLESS);
  await expect(page.getByText(`${PATCHES} cases from ${PATCHES} images`)).toBeVisible();
  await startAndFinish(page, PATCHES, 60_000);
  await patch(page, `toString/${LONG_NAME}`).click();
  await expect(hits()).toHaveCount(PATCHES - 1);
});

test('folders and labels that are called as what objects have are told and filtered', async () => {
  await expect(options()).toHaveCount(PATCHES);
  for (const name of FOLDERS) {
    await page
      .getByRole('button', { name: /^Labels/ })
      .first()
      .click();
    await expect(page.getByRole('checkbox')).toHaveCount(FOLDERS.length);
    await page.getByRole('checkbox', { name: new RegExp(name) }).check();
    await page.keyboard.press('Escape');
    await expect(options()).toHaveCount(3);
    await expect(patch(page, `${name}/3.png`)).toBeVisible();
    await page
      .getByRole('button', { name: `Labels: ${name}` })
      .first()
      .click();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.keyboard.press('Escape');
  }
  await expect(options()).toHaveCount(PATCHES);
});

test('patches get such a label by hand', async () => {
  for (const name of ['__proto__/2.png', 'constructor/2.png'])
    await patch(page, name).click({ modifiers: ['ControlOrMeta'] });
  await page.getByRole('button', { name: 'Change label…' }).click();
  await page.getByRole('textbox', { name: 'Label' }).fill('hasOwnProperty');
  await page.getByRole('button', { name: 'Change label', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await patch(page, '__proto__/3.png').click();
  await expect(hits().filter({ hasText: 'constructor/2.png' })).toContainText('hasOwnProperty');
  await expect(hits().filter({ hasText: 'constructor/3.png' })).toContainText('constructor');
});

test('the collection is exported and comes back, with its labels and its pattern', async () => {
  const stored = await readStoredPatches(page, BARCODE_BYTES);
  await openMenu('doors', 'Export to a file');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  archive = await readFile(await (await downloading).path());
  await importFile(page, archive);
  await expect(page.getByRole('button', { name: /^Options for/ })).toHaveCount(2);
  expect(await readStoredPatches(page, BARCODE_BYTES)).toEqual(stored);
  await patch(page, `__proto__/${LONG_NAME}`).click();
  await expect(hits()).toHaveCount(PATCHES - 1);
});

test('a reload searches and evaluates by the pattern that came with the file', async () => {
  await page.reload();
  await expect(hits()).toHaveCount(PATCHES - 1);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Evaluate' }).click();
  await expect(page.getByLabel('Pattern that names the slide')).toHaveValue(ENDLESS);
  await page.getByRole('button', { name: `Evaluate ${PATCHES} patches` }).click();
  await expect(page.getByRole('region', { name: 'Results' })).toBeVisible({ timeout: 30_000 });
});

test('Details says of a pattern of an older version that it cannot be used', async () => {
  const older = await withText(new Uint8Array(archive), FILES.manifest, (text) =>
    text.replace(JSON.stringify(ENDLESS), JSON.stringify('(?<!a)b')).replace('"doors"', '"older"'),
  );
  await importFile(page, Buffer.from(await older.arrayBuffer()));
  await openMenu('older', 'Details');
  await expect(page.getByRole('dialog')).toContainText('The pattern cannot be used, so each image counts on its own.');
  await page.keyboard.press('Escape');
});

test('the console stayed clean', () => {
  expect(app.consoleErrors).toEqual([]);
});
