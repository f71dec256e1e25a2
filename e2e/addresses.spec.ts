/** The address says how a collection is looked at: a reload and a second tab agree. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { gallery, patch, startAndFinish } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

test.use({ openOptions: { withAssets: false } });

const PATCHES = 6;

test('filters, order and query outlive a reload, and are the same in a second tab', async ({ app }) => {
  const { page, context } = app;
  await dropOnPage(page, [await makeTextureFolder({ imagesAKind: PATCHES / 3, side: 64 })]);
  await startAndFinish(page, PATCHES, 60_000);
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

  const second = await context.newPage();
  await second.goto(address);
  await expectNarrowed(second);
});

async function expectNarrowed(page: Page): Promise<void> {
  await expect(gallery(page).getByRole('option')).toHaveCount(2);
  await expect(page.getByRole('searchbox', { name: 'Search names' })).toHaveValue('1.png');
}
