/** The address says how a collection is looked at: a reload, the way back and a second tab agree, and no other collection is touched. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { gallery, patch, startAndFinish } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

test.use({ openOptions: { withAssets: false } });

const PATCHES = 6;

test('filters, order and query outlive a reload, and belong to their collection', async ({ app }) => {
  const { page, url, context } = app;
  const folder = await makeTextureFolder({ imagesAKind: PATCHES / 3, side: 64 });
  for (const name of ['first', 'second']) {
    await page.goto(`${url}#/`);
    await dropOnPage(page, [folder]);
    if (name === 'second') await page.getByRole('radio', { name: 'New collection' }).click();
    await page.getByLabel('Name of the collection').fill(name);
    await startAndFinish(page, PATCHES, 60_000);
  }

  await open(page, 'first');
  await page.getByRole('button', { name: 'Labels', exact: true }).click();
  await page.getByRole('checkbox', { name: /crypts/ }).check();
  await page.getByRole('checkbox', { name: /fibres/ }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Search names' }).fill('1.png');
  await page.getByRole('combobox', { name: 'Sort patches' }).click();
  await page.getByRole('option', { name: 'By name' }).click();
  await expect(gallery(page).getByRole('option')).toHaveCount(2);
  await patch(page, 'fibres/1.png').click();
  await expectNarrowed(page);
  const address = page.url();

  await page.reload();
  await expectNarrowed(page);
  await expect(page.getByRole('combobox', { name: 'Sort patches' })).toHaveText('By name');
  await expect(page.getByRole('complementary')).toContainText('fibres');
  expect(page.url()).toBe(address);
  expect(new URL(address).search).toBe('');

  const second = await context.newPage();
  await second.goto(address);
  await expectNarrowed(second);
  await second.close();

  await open(page, 'second');
  await expect(gallery(page).getByRole('option')).toHaveCount(PATCHES);
  await page.goBack();
  await expectNarrowed(page);
  await open(page, 'second');
  await open(page, 'first');
  await expectNarrowed(page);
  await page.getByRole('searchbox', { name: 'Search names' }).fill('nowhere');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(gallery(page).getByRole('option')).toHaveCount(PATCHES);
});

async function expectNarrowed(page: Page): Promise<void> {
  await expect(gallery(page).getByRole('option')).toHaveCount(2);
  await expect(page.getByRole('searchbox', { name: 'Search names' })).toHaveValue('1.png');
}

async function open(page: Page, name: string): Promise<void> {
  const collections = page.getByRole('navigation', { name: 'Main' });
  await collections.getByRole('link', { name: new RegExp(`^${name}`) }).click();
}
