/** A collection of several pages in every store, with holes on each of them: all that is done with it, as a person does it. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import type { JsonReport } from '../src/engine/evaluation/report-json.ts';
import { type OpenApp, openApp } from './support/app.ts';
import { makeLargeArchive } from './support/large-archive.ts';
import { countStored } from './support/library.ts';
import { gallery, importFile, readHits, type ShownHit } from './support/screens.ts';

/** More than an evaluation takes when its queries are drawn, after one of five labels is deleted. */
const PATCHES = 6_500;
const LEFT = 5_200;
const DRAWN = 5_000;
const HITS = 10;
/** Of the fourth page of 2,000, and of a label that stays. */
const QUERY = 'folder/6399.png';

test.describe.configure({ mode: 'serial' });

let app: OpenApp;
let page: Page;

test.beforeAll(async () => {
  app = await openApp({ withAssets: false });
  page = app.page;
  // A dialog of the system cannot be answered here; without it the browser downloads.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.reload();
  await importFile(page, await makeLargeArchive(PATCHES));
  await expectPatches(PATCHES);
});
test.afterAll(() => app.close());

test('every fifth patch is found by its label, selected and deleted', async () => {
  await page.getByRole('button', { name: 'Labels', exact: true }).click();
  await page.getByRole('checkbox', { name: /^label 2/ }).check();
  await page.keyboard.press('Escape');
  await expectPatches(PATCHES - LEFT);
  await gallery(page).press('Control+a');
  const bar = page.getByRole('region', { name: 'Selected patches' });
  await expect(bar).toContainText('1,300 selected');
  await bar.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete 1,300 patches' }).click();
  await expect(page.getByText('Deleted 1,300 patches.')).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(page.getByText('No patch matches all of this')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expectPatches(LEFT);
});

test('those that are left are found, also from behind the third page, and no other ones', async () => {
  await searchWith();
  const numbers = (await hits()).map(({ path }) => Number(/\d+/.exec(path)));
  expect(numbers.filter((number) => number % 5 === 2)).toEqual([]);
  expect(Math.min(...numbers)).toBeLessThan(2_000);
  await expect(page.getByRole('complementary', { name: 'Look-alikes' })).toContainText('of 5,200 patches');
});

test('they are evaluated, with queries that are drawn', async () => {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Evaluate' }).click();
  await page.getByRole('radio', { name: /5,000 drawn evenly/ }).click();
  await page
    .getByRole('form', { name: 'Protocol' })
    .getByRole('button', { name: /^Evaluate/ })
    .click();
  await expect(page.getByRole('region', { name: 'Results' })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Export' }).click();
  const json = await downloaded(() => page.getByRole('menuitem', { name: /JSON/ }).click());
  const report: JsonReport = JSON.parse(json.toString('utf8'));
  expect(report).toMatchObject({ n: DRAWN });
  expect(report.confusion.labels).toEqual(['label 0', 'label 1', 'label 3', 'label 4']);
});

test('they are exported, and imported as they were', async () => {
  await page.goBack();
  await searchWith();
  const before = await hits();
  await page.getByRole('button', { name: /^Options for/ }).click();
  await page.getByRole('menuitem', { name: 'Export to a file' }).click();
  const archive = await downloaded(() => page.getByRole('button', { name: 'Export', exact: true }).click());
  await importFile(page, archive);
  await expect(page.getByRole('button', { name: /^Options for/ })).toHaveCount(2, { timeout: 30_000 });
  await expectPatches(LEFT);
  await searchWith();
  expect(await hits()).toEqual(before);
});

test('both collections are deleted, and nothing of them is left', async () => {
  for (const count of [2, 1]) {
    await page
      .getByRole('button', { name: /^Options for/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete collection' }).click();
    await expect(page.getByRole('button', { name: /^Options for/ })).toHaveCount(count - 1);
  }
  await expect.poll(() => countStored(page), { timeout: 30_000 }).toBe(0);
  expect(app.consoleErrors).toEqual([]);
});

async function expectPatches(patches: number): Promise<void> {
  await expect(gallery(page).getByRole('option').first()).toHaveAttribute('aria-setsize', String(patches), {
    timeout: 60_000,
  });
}

/** Searches with a patch far down. */
async function searchWith(): Promise<void> {
  await page.getByRole('searchbox').fill(QUERY);
  await gallery(page).getByRole('option', { name: QUERY, exact: true }).click();
  await page.getByRole('searchbox').fill('');
}

function hits(): Promise<ShownHit[]> {
  const paths = Array.from({ length: PATCHES }, (_, at) => `folder/${at}.png`);
  return readHits(page, paths, HITS);
}

async function downloaded(begin: () => Promise<void>): Promise<Buffer> {
  const downloading = page.waitForEvent('download');
  await begin();
  return readFile(await (await downloading).path());
}
