/** What is chosen about the hits belongs to the collection it is chosen for. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { gallery, startAndFinish } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

test.use({ openOptions: { withAssets: false } });

test('one hit per slide, chosen in one collection, is not chosen in another, and outlives a reload', async ({
  app,
}) => {
  const { page, url } = app;
  const folder = await makeTextureFolder({ imagesAKind: 1, side: 64 });
  for (const name of ['first', 'second']) {
    await page.goto(`${url}#/`);
    await dropOnPage(page, [folder]);
    if (name === 'second') await page.getByRole('radio', { name: 'New collection' }).click();
    await page.getByLabel('Name of the collection').fill(name);
    await page.getByRole('combobox', { name: 'One case is' }).click();
    await page.getByRole('option', { name: 'Images in the same folder' }).click();
    await startAndFinish(page, 3, 60_000);
  }
  await askIn(page, 'first');
  const onePerFolder = page.getByRole('switch', { name: 'One hit per folder' });
  const sameFolder = page.getByRole('switch', { name: 'Include same folder' });
  await onePerFolder.click();
  await sameFolder.click();
  await askIn(page, 'second');
  await expect(onePerFolder).not.toBeChecked();
  await expect(sameFolder).toBeChecked();
  await askIn(page, 'first');
  await expect(onePerFolder).toBeChecked();
  await page.reload();
  await expect(onePerFolder).toBeChecked();
});

async function askIn(page: Page, name: string): Promise<void> {
  const collections = page.getByRole('navigation', { name: 'Main' });
  await collections.getByRole('link', { name: new RegExp(`^${name}`) }).click();
  await gallery(page).getByRole('option').first().click();
}
