import type { Locator, Page } from '@playwright/test';

/** Picks an option of a drop-down list. */
export async function choose(place: Locator | Page, label: string, option: string | RegExp): Promise<void> {
  const box = place.getByRole('combobox', { name: label });
  await box.click();
  const page = 'page' in place ? place.page() : place;
  await page.getByRole('option', { name: option, exact: typeof option === 'string' }).click();
}
