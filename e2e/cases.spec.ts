/** Cases by a column of a table: chosen once, looked at, searched with and carried along. */
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { expectAccessible } from './support/accessible.ts';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { gallery, importFile, startAndFinish } from './support/screens.ts';
import { takeShots } from './support/shots.ts';
import { makeTileFolder } from './support/tiles.ts';

const PER_CLASS = 3;
const REPORT = 'Resection of the sigmoid.\n\nAdenocarcinoma, moderately differentiated.\n\nMargins are free.';

const shared = sharedFolder();

test.describe.configure({ mode: 'serial' });
test.skip(!shared, 'needs the shared tiles');

let app: OpenApp;
let page: Page;
/** The paths of each case. */
let cases: Map<string, string[]>;
let tiles: number;

test.beforeAll(async () => {
  app = await openApp();
  page = app.page;
  // A dialog of the system cannot be answered here; without it the browser downloads.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.reload();
  await page.getByText('On this machine').waitFor();
});
test.afterAll(() => app.close());

/** Cases of odd numbers are cancer. */
async function writeTable(): Promise<string> {
  const rows = [...cases].flatMap(([name, paths]) => {
    const number = Number(name.slice(-2));
    const diagnosis = number % 2 ? 'adenocarcinoma' : 'adenoma';
    return paths.map(
      (file) => `${file},${name},${number % 3 ? 'sigmoid' : 'rectum'},${diagnosis},${40 + number},"${REPORT}"`,
    );
  });
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-cases-')), 'cases.csv');
  await writeFile(file, ['image,case,site,diagnosis,age,report', ...rows].join('\n'));
  return file;
}

async function casesIn(folder: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const className of await readdir(folder)) {
    for (const file of await readdir(path.join(folder, className))) {
      const name = /HE-\d+/.exec(file)?.[0] ?? '';
      found.set(name, [...(found.get(name) ?? []), `${className}/${file}`]);
    }
  }
  return found;
}

function similarCases() {
  return page.getByRole('list', { name: 'Similar cases' });
}

test('nothing of cases is seen before a rule makes them', async () => {
  test.setTimeout(300_000);
  const folder = await makeTileFolder(shared ?? '', PER_CLASS);
  cases = await casesIn(folder);
  tiles = [...cases.values()].flat().length;
  await dropOnPage(page, [folder]);
  await startAndFinish(page, tiles, 240_000);
  await expect(page.getByRole('group', { name: 'View' })).toHaveCount(0);
  await dropOnPage(page, [await writeTable()]);
  const dialog = page.getByRole('dialog', { name: 'Attach a table' });
  await expect(dialog.getByRole('status')).toHaveText(`${tiles} rows match ${tiles} patches`);
  await dialog.getByRole('button', { name: 'Attach', exact: true }).click();
  await expect(dialog).toBeHidden();
});

test('a column makes cases, with a preview, and they are looked at', async () => {
  await page.getByRole('button', { name: /^Options for/ }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Change…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cases' });
  await dialog.getByRole('combobox', { name: 'One case is' }).click();
  await page.getByRole('option', { name: 'A column of a table' }).click();
  await dialog.getByRole('combobox', { name: 'Column' }).click();
  await page.getByRole('option', { name: 'case', exact: true }).click();
  await expect(dialog.getByText(new RegExp(`^${cases.size} cases: HE-`))).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(page.getByText('images with the same case')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Cases' }).click();
  const list = page.getByRole('list', { name: 'Cases' });
  const first = [...cases.keys()].sort()[0] ?? '';
  const row = list.getByRole('listitem').filter({ hasText: first });
  await expect(row).toContainText(`${cases.get(first)?.length} patch`);
  await expect(row).toContainText(Number(first.slice(-2)) % 2 ? 'diagnosis: adenocarcinoma' : 'diagnosis: adenoma');
  await expectAccessible(page);
  await page.reload();
  await expect(row).toBeVisible();
  await row.getByRole('button', { name: `Show patches of ${first}` }).click();
  await expect(gallery(page).getByRole('option')).toHaveCount(cases.get(first)?.length ?? 0);
  await page.getByRole('button', { name: /^Case: / }).click();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.keyboard.press('Escape');
  await expect(gallery(page).getByRole('option')).toHaveCount(tiles);
});

test('a case is searched with: its like are ranked, and their pairs open', async () => {
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Cases' }).click();
  const [name = '', paths = []] = [...cases].sort((a, b) => b[1].length - a[1].length)[0] ?? [];
  await page.getByRole('link', { name: `Search with it: ${name}` }).click();
  const items = similarCases().locator(':scope > li');
  await expect(items).toHaveCount(Math.min(10, cases.size - 1));
  await expect(items.filter({ hasText: new RegExp(`^\\d+${name}`) })).toHaveCount(0);
  const distances = (await items.allInnerTexts()).map((text) =>
    Number(/distance ([\d,]+)/.exec(text)?.[1]?.replace(',', '')),
  );
  expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  await page.getByRole('combobox', { name: 'Vote about' }).click();
  await page.getByRole('option', { name: 'diagnosis' }).click();
  await expect(page.getByText(/^[23] of the 3 nearest cases: adeno/)).toBeVisible();
  const nearest = items.first();
  await nearest.getByRole('button', { name: /^Matching patches of/ }).click();
  const pairs = nearest.getByRole('list', { name: /^Pairs with/ }).getByRole('listitem');
  await expect(pairs).toHaveCount(Math.min(8, paths.length));
  const own = await pairs.first().getByRole('link').first().getAttribute('aria-label');
  expect(paths).toContain(own);
  await expectAccessible(page);
  await nearest.getByRole('button', { name: /^What is known of/ }).click();
  await expect(page.getByRole('dialog', { name: 'What is known' })).toContainText('Margins are free.');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(items).toHaveCount(Math.min(10, cases.size - 1));
  if (process.env.SHOTS) await takeShots(page, process.env.SHOTS, 'cases');
  await pairs
    .or(nearest.getByRole('button', { name: /^Matching patches of/ }))
    .first()
    .click();
  await pairs.first().getByRole('link').last().click();
  await expect(page.getByRole('list', { name: 'Similar patches' })).toBeVisible();
  await page.goBack();
  await expect(items.first()).toBeVisible();
});

test('selected patches are searched with as one', async () => {
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Patches' }).click();
  await page.getByRole('button', { name: 'Select', exact: true }).click();
  await gallery(page).getByRole('option').nth(0).click();
  await gallery(page).getByRole('option').nth(1).click();
  await page.getByRole('button', { name: 'Search with these' }).click();
  await expect(page.getByRole('region', { name: 'Query' })).toContainText('2 patches');
  await expect(similarCases().locator(':scope > li').first()).toContainText('distance');
  await page.reload();
  await expect(page.getByText('The selection was not kept')).toBeVisible();
});

test('an evaluation leaves out one case at a time, and retrieves a column', async () => {
  await page.goto(page.url().replace(/\/set\/.*/, '/evaluate'));
  await page.getByRole('combobox', { name: 'What is retrieved' }).click();
  await page.getByRole('option', { name: 'diagnosis' }).click();
  await expect(page.getByRole('combobox', { name: 'Cases', exact: true })).toHaveText('As in the collection’s details');
  await expect(page.getByText(`Makes ${cases.size} groups`)).toBeVisible();
  await page.getByRole('button', { name: `Evaluate ${tiles} patches` }).click();
  await expect(page.getByText('leave one case out').first()).toBeVisible({ timeout: 60_000 });
  await expect(
    page.getByRole('cell', { name: 'adenocarcinoma' }).or(page.getByText('adenocarcinoma')).first(),
  ).toBeVisible();
});

test('whole cases are evaluated, and their figures taken along', async () => {
  const section = page.getByRole('region', { name: 'Whole cases' });
  await section.getByRole('combobox', { name: 'What the cases vote about' }).click();
  await page.getByRole('option', { name: 'diagnosis' }).click();
  await section.getByRole('button', { name: 'Evaluate whole cases' }).click();
  await expect(section.getByRole('status')).toHaveText(new RegExp(`^${cases.size} cases searched with, by diagnosis`));
  const downloading = page.waitForEvent('download');
  await section.getByRole('button', { name: 'Export cases (JSON)' }).click();
  const json = JSON.parse(await readFile(await (await downloading).path(), 'utf8'));
  expect(json).toMatchObject({ case_target: 'diagnosis', case_n: cases.size, case_query_ms: expect.any(Number) });
  const right = json.cases.filter(
    (each: { label: string; hits: { label: string }[] }) => each.hits[0]?.label === each.label,
  );
  expect(json.case_top1).toBeCloseTo((100 * right.length) / cases.size, 1);
  await expectAccessible(page);
});

test('an export carries what makes cases', async () => {
  await page.getByRole('button', { name: /^Options for/ }).click();
  await page.getByRole('menuitem', { name: 'Export to a file' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const archive = await readFile(await (await downloading).path());
  await importFile(page, archive);
  await expect(page.getByRole('button', { name: /^Options for/ })).toHaveCount(2);
  await expect(gallery(page).getByRole('option')).toHaveCount(tiles);
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Cases' }).click();
  await expect(page.getByRole('list', { name: 'Cases' }).getByRole('listitem').first()).toContainText('HE-');
  expect(app.consoleErrors).toEqual([]);
});
