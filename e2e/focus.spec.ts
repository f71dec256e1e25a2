/** Whatever leaves the page with the focus on it, the focus stays near: a keyboard never starts again at the top. */
import { expect, type Page, test } from '@playwright/test';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { expectIndexed, gallery, patch, similarPatches } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

const PATCHES = 9;

let app: OpenApp;
let page: Page;

test.beforeAll(async () => {
  app = await openApp({ withAssets: false });
  page = app.page;
  await dropOnPage(page, [await makeTextureFolder({ imagesAKind: PATCHES / 3, side: 64 })]);
  await page.getByRole('button', { name: 'Start indexing' }).press('Enter');
  await expectIndexed(page, PATCHES, 60_000);
});
test.afterAll(() => app.close());

/** What has the focus once the page has settled, in a few words. */
async function focused(): Promise<string> {
  await page.waitForTimeout(400);
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return 'nothing';
    return element.getAttribute('aria-label') ?? (element.textContent?.trim().slice(0, 40) || element.tagName);
  });
}

test('after the start of a run, in the review of a drop', async () => {
  expect(await focused()).not.toBe('nothing');
});

test('after the words of a run are dismissed', async () => {
  await page.getByRole('region', { name: 'Indexing' }).getByRole('button', { name: 'Dismiss' }).press('Enter');
  expect(await focused()).toBe('Patches');
});

test('after a hit is made an example: on the hit that takes its place', async () => {
  await askWithTwoExamples('crypts/1.png');
  expect(await similarPatches(page).evaluate(containsFocus)).toBe(true);
});

test('after examples are taken out: on the next one, and beside their place after the last', async () => {
  await askWithTwoExamples('fibres/1.png');
  const examples = page.getByRole('region', { name: 'Examples' });
  await examples
    .getByRole('button', { name: /^Take out/ })
    .first()
    .press('Enter');
  await expect(examples.getByRole('button', { name: /^Take out/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(examples).toBeHidden();
  await expect(page.getByRole('combobox', { name: 'How many hits' })).toBeFocused();
});

test('after the query is closed: in the panel', async () => {
  await patch(page, 'crypts/1.png').click();
  await page.getByRole('button', { name: 'Close the query' }).press('Enter');
  await expect(similarPatches(page)).toBeHidden();
  expect(await page.getByRole('complementary').evaluate(containsFocus)).toBe(true);
});

test('after patches are relabelled or deleted: in the gallery', async () => {
  await patch(page, 'crypts/1.png').click({ modifiers: ['ControlOrMeta'] });
  await page.getByRole('button', { name: 'Change label…' }).press('Enter');
  await page.getByRole('textbox', { name: 'Label' }).fill('gland');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(await page.getByRole('region', { name: 'Gallery' }).evaluate(containsFocus)).toBe(true);
  await patch(page, 'crypts/1.png').click({ modifiers: ['ControlOrMeta'] });
  await page.getByRole('button', { name: 'Delete…' }).press('Enter');
  await page.getByRole('button', { name: 'Delete 1 patch' }).press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(await page.getByRole('region', { name: 'Gallery' }).evaluate(containsFocus)).toBe(true);
});

test('after filters are cleared', async () => {
  await page.getByRole('button', { name: 'Labels' }).press('Enter');
  await page.getByRole('checkbox', { name: /fibres/ }).check();
  await page.getByRole('button', { name: 'Show all' }).press('Enter');
  expect(await page.getByRole('dialog').evaluate(containsFocus)).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Search names' }).fill('no such patch');
  await page.getByRole('button', { name: 'Clear filters' }).press('Enter');
  await expect(gallery(page)).toBeVisible();
  expect(await page.getByRole('main').evaluate(containsFocus)).toBe(true);
});

test('after a collection is deleted: in the list of collections', async () => {
  await page.getByRole('button', { name: /^Options for/ }).press('Enter');
  await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
  await page.getByRole('button', { name: 'Delete collection' }).press('Enter');
  await expect(page.getByText('None yet.')).toBeVisible();
  expect(await page.getByRole('navigation', { name: 'Main' }).evaluate(containsFocus)).toBe(true);
});

test('after the sample is started', async () => {
  await page.goto(`${app.url}#/`);
  await page.getByRole('button', { name: 'Try it with a sample' }).press('Enter');
  await expect(gallery(page)).toBeVisible({ timeout: 60_000 });
  expect(await focused()).not.toBe('nothing');
});

test('a click beside everything lets go of it', async () => {
  await page.getByRole('searchbox', { name: 'Search names' }).focus();
  await page.getByText('On this machine').click();
  expect(await focused()).toBe('nothing');
});

async function askWithTwoExamples(query: string): Promise<void> {
  await patch(page, query).click();
  const hits = similarPatches(page).getByRole('listitem');
  await expect(hits).toHaveCount(PATCHES - 1);
  for (const left of [PATCHES - 2, PATCHES - 3]) {
    await page.getByRole('button', { name: 'Use hit 1 as an example' }).press('Enter');
    await page.getByRole('menuitem', { name: 'More like this' }).press('Enter');
    await expect(hits).toHaveCount(left);
  }
}

/** Runs in the page. */
function containsFocus(element: Element): Promise<boolean> {
  return new Promise((resolve) => setTimeout(() => resolve(element.contains(document.activeElement)), 400));
}
