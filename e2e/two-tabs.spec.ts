/** Two tabs of one browser: what one does to the library, the other shows within a second. */
import { expect, type Page, test } from '@playwright/test';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { gallery, patch, similarPatches, startAndFinish } from './support/screens.ts';
import { makeTextureFolder, TEXTURE_KINDS } from './support/textures.ts';

const PATCHES = 3 * TEXTURE_KINDS.length;

/** What "at once" means: a person who looks from one window to the other does not wait. */
const AT_ONCE = { timeout: 1_000 };

test.describe.configure({ mode: 'serial' });

let app: OpenApp;
let first: Page;
let second: Page;
let folder: string;

test.beforeAll(async () => {
  app = await openApp({ withAssets: false });
  first = app.page;
  folder = await makeTextureFolder({ imagesAKind: 3, side: 64 });
  await dropOnPage(first, [folder]);
  await startAndFinish(first, PATCHES, 60_000);
  second = await app.context.newPage();
  await second.goto(first.url());
  await expect(options(second)).toHaveCount(PATCHES);
  await patch(second, 'crypts/1.png').click();
  await expect(hits(second)).toHaveCount(PATCHES - 1);
});
test.afterAll(() => app.close());

function options(page: Page) {
  return gallery(page).getByRole('option');
}

function hits(page: Page) {
  return similarPatches(page).getByRole('listitem');
}

async function select(page: Page, ...names: string[]): Promise<void> {
  await page.bringToFront();
  for (const name of names) await patch(page, name).click({ modifiers: ['ControlOrMeta'] });
}

test('another label', async () => {
  await select(first, 'crypts/2.png', 'crypts/3.png');
  await first.getByRole('button', { name: 'Change label…' }).click();
  await first.getByRole('textbox', { name: 'Label' }).fill('gland');
  await first.getByRole('button', { name: 'Change label', exact: true }).click();
  await expect(first.getByRole('dialog')).toBeHidden();
  await expect(hits(second).filter({ hasText: 'crypts/2.png' })).toContainText('gland', AT_ONCE);
});

test('deleted patches leave the gallery and the hits', async () => {
  await select(first, 'fibres/1.png');
  await first.getByRole('button', { name: 'Delete…' }).click();
  await first.getByRole('button', { name: 'Delete 1 patch' }).click();
  await expect(first.getByRole('dialog')).toBeHidden();
  await expect(options(second)).toHaveCount(PATCHES - 1, AT_ONCE);
  await expect(hits(second)).toHaveCount(PATCHES - 2, AT_ONCE);
  await expect(second.getByRole('link', { name: /textures.*8/ })).toBeVisible(AT_ONCE);
});

test('added patches come as they are stored, and are found', async () => {
  await dropOnPage(first, [folder]);
  await first.getByRole('radio', { name: /^Add to “/ }).click();
  await first.getByRole('button', { name: 'Start indexing' }).click();
  await expect(options(first)).toHaveCount(PATCHES, { timeout: 60_000 });
  await expect(options(second)).toHaveCount(PATCHES, AT_ONCE);
  await expect(second.getByRole('link', { name: /textures.*9/ })).toBeVisible({ timeout: 10_000 });
  await patch(second, 'fibres/1.png').click();
  await expect(hits(second)).toHaveCount(PATCHES - 1);
  await expect(second.getByRole('alert')).toHaveCount(0);
});

test('another name', async () => {
  await first.getByRole('button', { name: 'Options for textures' }).click();
  await first.getByRole('menuitem', { name: 'Rename' }).click();
  await first.getByRole('textbox', { name: 'Name' }).fill('Renamed');
  await first.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(second.getByRole('link', { name: /Renamed/ })).toBeVisible(AT_ONCE);
});

test('a deleted collection is said to be gone, and so it is after a reload', async () => {
  const address = second.url();
  await first.getByRole('button', { name: 'Options for Renamed' }).click();
  await first.getByRole('menuitem', { name: 'Delete' }).click();
  await first.getByRole('button', { name: 'Delete collection' }).click();
  await expect(second.getByText('This collection is no longer there.')).toBeVisible(AT_ONCE);
  await expect(hits(second)).toHaveCount(0);
  await expect(second.getByRole('link', { name: /Renamed/ })).toHaveCount(0);
  await second.reload();
  await expect(second.getByText('This collection is no longer there.')).toBeVisible();
  expect(second.url()).toBe(address);
});

test('"Delete everything" leaves nothing in the other tab', async () => {
  await dropOnPage(first, [folder]);
  await startAndFinish(first, PATCHES, 60_000);
  const address = first.url();
  await second.goto(address);
  await expect(options(second)).toHaveCount(PATCHES);
  await first.bringToFront();
  await first.getByRole('link', { name: 'Settings' }).click();
  await first.getByRole('button', { name: 'Delete everything' }).click();
  await first.getByRole('dialog').getByRole('button', { name: 'Delete everything' }).click();
  await expect(second.getByText('This collection is no longer there.')).toBeVisible({ timeout: 5_000 });
  await expect(options(second)).toHaveCount(0);
  await expect(second.getByText('None yet.')).toBeVisible();
});
