/** Gives the page a table as a person would, in place of a former one, and says which of its columns names cases. */
import type { Page } from '@playwright/test';
import { dropOnPage } from '../../e2e/support/drop.ts';
import type { Options } from './options.ts';
import { choose } from './screen.ts';

/** @throws Error with what the page says when the table is refused, or has not the columns. */
export async function attachTable(
  page: Page,
  name: string,
  { file, by, target }: NonNullable<Options['table']>,
): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByTitle(name, { exact: true }).click();
  await page.getByRole('listbox', { name: 'Patches' }).waitFor({ timeout: 600_000 });
  await openDetails(page, name);
  // A second run may bring another table: none is left over from the first one.
  const detach = page.getByRole('button', { name: /^Detach / });
  while ((await detach.count()) > 0) {
    const before = await detach.count();
    await detach.first().click();
    await page.waitForFunction(
      (count) => document.querySelectorAll('button[aria-label^="Detach "]').length < count,
      before,
    );
  }
  await page.keyboard.press('Escape');
  await dropOnPage(page, [file]);
  const dialog = page.getByRole('dialog', { name: 'Attach a table' });
  const attach = dialog.getByRole('button', { name: 'Attach', exact: true });
  const refused = page.getByRole('alert');
  await attach.or(refused).first().waitFor({ timeout: 600_000 });
  if (await refused.isVisible()) throw new Error((await refused.innerText()).replaceAll(/\s+/g, ' '));
  console.log(`Table: ${await dialog.getByRole('status').innerText()}`);
  // What is retrieved is a category, whatever its values look like; a case may be named by any column.
  if (target !== undefined) await choose(dialog, `Type of ${target}`, 'Category');
  await attach.click();
  await dialog.waitFor({ state: 'hidden', timeout: 600_000 });
  if (by !== undefined) await setCases(page, name, by);
}

async function setCases(page: Page, name: string, column: string): Promise<void> {
  await openDetails(page, name);
  await page.getByRole('button', { name: 'Change…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cases' });
  await choose(dialog, 'One case is', 'A column of a table');
  await choose(dialog, 'Column', column);
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.keyboard.press('Escape');
}

async function openDetails(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Options for ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
}
