/** A table is dropped on a collection: matched, corrected, filtered and sorted by, read beside a hit, carried along, taken off. */
import { Buffer } from 'node:buffer';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { gallery, importFile, patch, similarPatches, startAndFinish } from './support/screens.ts';
import { takeShots } from './support/shots.ts';
import { makeTextureFolder } from './support/textures.ts';

const PATCHES = 9;
/** Shown until a person wants more. */
const HITS = 10;
const REPORT = 'Polyp of 1,5 cm – removed.\n\nTubular adenoma, low grade.\n\nSeen by two.';

test.describe.configure({ mode: 'serial' });

let app: OpenApp;
let page: Page;
let folder: string;
let archive: Buffer;

test.beforeAll(async () => {
  app = await openApp({ withAssets: false });
  page = app.page;
  folder = await mkdtemp(path.join(tmpdir(), 'gramscope-tables-'));
  // A dialog of the system cannot be answered here; without it the browser downloads.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.reload();
  await page.getByText('On this machine').waitFor();
});
test.afterAll(() => app.close());

/** As a German spreadsheet writes it: Windows-1252, semicolons, decimal commas, line breaks in quotes. */
async function writeCases(): Promise<string> {
  const rows = ['crypts', 'fibres', 'lymphocytes'].flatMap((kind, at) =>
    [1, 2, 3].map((number) => {
      const report = number === 1 ? `"${REPORT}"` : '';
      return `${kind}/${number};Größe ${at};${number + at},5;${30 + 10 * number + at};${report}`;
    }),
  );
  const text = ['Bild;Stelle;Wert;Alter;Befund', ...rows, 'crypts/99;Größe 0;1,0;40;', 'fibres/1;Größe 2;1,0;40;'].join(
    '\r\n',
  );
  return write('cases.csv', Buffer.from(text.replaceAll('–', '\x96'), 'latin1'));
}

async function write(name: string, bytes: Buffer): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

/** Of the collection that is open: the imported one. */
async function openDetails(): Promise<void> {
  await page.getByRole('button', { name: 'Options for textures 2' }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
}

test('nothing of tables is seen where there is none', async () => {
  await dropOnPage(page, [await makeTextureFolder({ imagesAKind: PATCHES / 3, side: 64 })]);
  await startAndFinish(page, PATCHES, 120_000);
  await expect(page.getByRole('button', { name: 'Filter', exact: true })).toBeHidden();
  await patch(page, 'crypts/2.png').click();
  await expect(similarPatches(page).getByRole('listitem')).toHaveCount(PATCHES - 1);
  await expect(page.getByRole('button', { name: /^What is known/ })).toHaveCount(0);
});

test('a table that is dropped says what it would match, and is attached', async () => {
  await dropOnPage(page, [await writeCases()]);
  const dialog = page.getByRole('dialog', { name: 'Attach a table' });
  await expect(dialog).toContainText('11 rows, 5 columns; Windows-1252, separated by semicolons');
  await expect(dialog.getByRole('status')).toHaveText('10 rows match 9 patches');
  await expect(dialog.getByRole('combobox', { name: 'Patches are named by' })).toHaveText('Bild');
  await expect(dialog.getByRole('combobox', { name: 'Type of Wert' })).toHaveText('Number, 1,5');
  await dialog.getByText('1 row matches nothing').click();
  await expect(dialog).toContainText('crypts/99');
  await expect(dialog).toContainText('1 row names what an earlier row names, with other values');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(dialog).toBeHidden();
});

test('its columns narrow down and sort the gallery, in the address too', async () => {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Stelle' }).click();
  await page.getByRole('checkbox', { name: /Größe 1/ }).check();
  await page.keyboard.press('Escape');
  await expect(gallery(page).getByRole('option')).toHaveCount(3);
  await expect(patch(page, 'fibres/1.png')).toBeVisible();
  await page.reload();
  await expect(gallery(page).getByRole('option')).toHaveCount(3);
  await page.getByRole('button', { name: /^Stelle/ }).click();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Sort patches' }).click();
  await page.getByRole('option', { name: 'By Alter' }).click();
  const names = gallery(page).getByRole('option');
  await expect(names.first()).toHaveAccessibleName(/^crypts\/1\.png/);
  await expect(names.nth(1)).toHaveAccessibleName(/^fibres\/1\.png/);
  await expect(names.last()).toHaveAccessibleName(/^lymphocytes\/3\.png/);
});

test('a hit says what is known of it, and its report opens beside it', async () => {
  await patch(page, 'crypts/2.png').click();
  const hit = similarPatches(page).getByRole('listitem').filter({ hasText: 'crypts/1.png' });
  await expect(hit).toContainText('Stelle Größe 0');
  await expect(hit).toContainText('Wert 1.5');
  await hit.getByRole('button', { name: /^What is known of hit/ }).click();
  const dialog = page.getByRole('dialog', { name: 'What is known' });
  await expect(dialog.getByText('Polyp of 1,5 cm – removed.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Find in the text' }).fill('ADENOMA');
  await expect(dialog.locator('mark')).toHaveText(['adenoma']);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
});

test('it goes out with an export and comes back with it', async () => {
  await page.getByRole('button', { name: /^Options for/ }).click();
  await page.getByRole('menuitem', { name: 'Export to a file' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  archive = await readFile(await (await downloading).path());
  await importFile(page, archive);
  await expect(page.getByRole('button', { name: /^Options for/ })).toHaveCount(2);
  await expect(gallery(page).getByRole('option')).toHaveCount(PATCHES);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Stelle' }).click();
  await expect(page.getByRole('checkbox', { name: /Größe 2/ })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('it is replaced by a newer one, and what is no table is refused and changes nothing', async () => {
  await openDetails();
  const text = 'Bild\tStelle\tArt\ncrypts/1\tneu\tA\nfibres/2\tneu\tB\n';
  const newer = await write('newer.tsv', Buffer.from(`\ufeff${text}`, 'utf16le'));
  await page.getByLabel('Replace cases.csv: file').setInputFiles(newer);
  const dialog = page.getByRole('dialog', { name: 'Replace a table' });
  await expect(dialog).toContainText('2 rows, 3 columns; UTF-16 LE, separated by tabs');
  await expect(dialog.getByRole('status')).toHaveText('2 rows match 2 patches, 7 without a row');
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(dialog).toBeHidden();
  for (const [name, bytes, words] of [
    ['image.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0, 0]), 'no table in plain text'],
    ['long.csv', Buffer.from(`Bild,Befund\ncrypts/1,${'x'.repeat(1_000_001)}\n`), 'more than 1,000,000 characters'],
    ['one.csv', Buffer.from('Bild\ncrypts/1\n'), 'a single column'],
    ['others.csv', Buffer.from('Bild,Art\nx/7,A\n'), 'names an image of this collection'],
  ] as const) {
    await dropOnPage(page, [await write(name, bytes)]);
    const refusal = page.getByRole('dialog', { name: 'Attach a table' });
    await expect(refusal.getByRole('alert')).toContainText(words);
    await expect(refusal.getByRole('alert')).toContainText('Nothing was changed');
    await refusal.getByRole('button', { name: 'Close' }).last().click();
  }
  await openDetails();
  await expect(page.getByRole('dialog')).toContainText('newer.tsv 2 rows, 3 columns');
});

test('it is detached again, and nothing of it is left', async () => {
  await page.getByRole('button', { name: 'Detach newer.tsv' }).click();
  await expect(page.getByRole('dialog')).not.toContainText('newer.tsv');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Filter', exact: true })).toBeHidden();
});

test('a second folder of the same name and paths is added, with the table that lies in it', async () => {
  const second = await makeTextureFolder({ imagesAKind: 1, side: 72 });
  await writeFile(path.join(second, 'labels.csv'), 'file,grade\ncrypts/1.png,low\nfibres/1.png,high\n');
  await dropOnPage(page, [second]);
  const review = page.getByRole('dialog', { name: 'Index 3 images' });
  await expect(review.getByRole('radio', { name: 'As another folder of “textures”', exact: true })).toBeVisible();
  await expect(
    review.getByRole('switch', { name: 'Attach labels.csv, which says something of 2 files' }),
  ).toBeChecked();
  await review.getByRole('radio', { name: 'Add to “textures 2”' }).click();
  await expectAccessible(page);
  if (process.env.SHOTS) await takeShots(page, process.env.SHOTS, 'review');
  await startAndFinish(page, 3, 120_000);
  await expect(gallery(page).getByRole('option')).toHaveCount(PATCHES + 3);
  await expect(patch(page, 'textures/crypts/1.png')).toBeVisible();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: 'grade' }).click();
  await page.getByRole('checkbox', { name: /low/ }).check();
  await page.keyboard.press('Escape');
  await expect(gallery(page).getByRole('option')).toHaveCount(1);
  await expect(patch(page, 'textures/crypts/1.png')).toBeVisible();
  await page.getByRole('button', { name: /^grade: / }).click();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.keyboard.press('Escape');
});

test('a single image that is dropped beside the query is searched with', async () => {
  await dropOnPage(page, [path.join(await makeTextureFolder({ imagesAKind: 1, side: 64 }), 'fibres/1.png')]);
  const review = page.getByRole('dialog', { name: 'Search with 1 image' });
  await expect(review.getByRole('radio', { name: 'Search with it' })).toBeChecked();
  await review.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(similarPatches(page).getByRole('listitem').first()).toContainText('fibres/1.png');
  await expect(gallery(page).getByRole('option')).toHaveCount(PATCHES + 3);
});

test('the gallery is grouped and coloured by a column, and sorted by likeness to the query', async () => {
  await page.getByRole('button', { name: 'Group and colour' }).click();
  await page.getByRole('combobox', { name: 'Group by' }).click();
  await page.getByRole('option', { name: 'grade' }).click();
  await page.getByRole('combobox', { name: 'Colour by' }).click();
  await page.getByRole('option', { name: 'grade' }).click();
  await page.keyboard.press('Escape');
  const groups = gallery(page).getByRole('group');
  await expect(groups.first()).toHaveAccessibleName('high');
  await expect(gallery(page).getByRole('group', { name: 'low' }).getByRole('option')).toHaveAccessibleName(
    'textures/crypts/1.png',
  );
  await expectAccessible(page);
  if (process.env.SHOTS) await takeShots(page, process.env.SHOTS, 'groups');
  await page.reload();
  await expect(groups.first()).toHaveAccessibleName('high');
  await page.getByRole('button', { name: 'Group and colour' }).click();
  await page.getByRole('combobox', { name: 'Group by' }).click();
  await page.getByRole('option', { name: 'Nothing' }).click();
  await page.keyboard.press('Escape');
  await patch(page, 'crypts/2.png').click();
  await page.getByRole('combobox', { name: 'Sort patches' }).click();
  await page.getByRole('option', { name: 'By similarity to the query' }).click();
  await expect(gallery(page).getByRole('option').first()).toHaveAccessibleName('crypts/2.png');
  const nearest = await similarPatches(page).getByRole('listitem').first().innerText();
  const second = await gallery(page).getByRole('option').nth(1).getAttribute('aria-label');
  expect(nearest).toContain(second?.split('/').at(-2));
});

test('the report of a search is read back in a browser, and printed', async () => {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Report…' }).click();
  await page.getByRole('button', { name: 'Save report' }).click();
  const file = path.join(folder, 'report.html');
  await (await downloading).saveAs(file);
  const reader = await page.context().newPage();
  await reader.goto(pathToFileURL(file).href);
  // Names are numbers unless they are wanted.
  await expect(reader.locator('body')).not.toContainText('crypts/2.png');
  await expect(reader.locator('body')).toContainText('10 most similar patches, nearest first');
  await expect(reader.locator('body')).toContainText(/not a medical device/i);
  const arePictures = await reader.evaluate(() => [...document.images].map(({ naturalWidth }) => naturalWidth > 0));
  expect(arePictures.length).toBeGreaterThan(3);
  expect(arePictures).not.toContain(false);
  expect((await reader.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  await reader.close();
});

test('hits are selected and put into a set, which filters, is searched with, and is deleted', async () => {
  await patch(page, 'crypts/2.png').click();
  await expect(similarPatches(page).getByRole('listitem')).toHaveCount(HITS);
  await page.getByRole('button', { name: 'Select these hits' }).click();
  const bar = page.getByRole('region', { name: 'Selected patches' });
  await expect(bar).toContainText(`${HITS} selected`);
  await page.getByRole('button', { name: 'Use hit 1 as an example' }).click();
  await page.getByRole('menuitem', { name: 'Take out of the selection' }).click();
  await bar.getByRole('button', { name: 'Add to set…' }).click();
  const dialog = page.getByRole('dialog', { name: /to a set$/ });
  await dialog.getByRole('textbox', { name: 'Name of the set' }).fill('Atlas');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Make this set' }).click();
  await expect(bar).toBeHidden();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Atlas' }).click();
  await expect(gallery(page).getByRole('option')).toHaveCount(HITS - 1);
  await page.reload();
  await expect(gallery(page).getByRole('option')).toHaveCount(HITS - 1);
  await openDetails();
  await page.getByRole('button', { name: 'Search with Atlas' }).click();
  await expect(page.getByRole('region', { name: 'Query' })).toContainText('Atlas');
  await expect(similarPatches(page).getByRole('listitem')).toHaveCount(PATCHES + 3 - (HITS - 1));
  await expectAccessible(page);
  if (process.env.SHOTS) await takeShots(page, process.env.SHOTS, 'set');
  await openDetails();
  await page.getByRole('button', { name: 'Delete Atlas' }).click();
  await page.getByRole('button', { name: 'Delete set' }).click();
  await expect(page.getByRole('button', { name: 'Delete Atlas' })).toBeHidden();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect(gallery(page).getByRole('option')).toHaveCount(PATCHES + 3);
});

test('the console stayed clean', () => {
  expect(app.consoleErrors).toEqual([]);
});
