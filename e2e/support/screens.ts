/** What the tests do on the screens, by the accessible names that the app promises. */
import { expect, type Locator, type Page } from '@playwright/test';

export interface ShownHit {
  readonly path: string;
  readonly distance: number;
}

export function gallery(page: Page): Locator {
  return page.getByRole('listbox', { name: 'Patches' });
}

export function patch(page: Page, path: string): Locator {
  return gallery(page).getByRole('option', { name: path, exact: true });
}

export function similarPatches(page: Page): Locator {
  return page.getByRole('list', { name: 'Similar patches' });
}

/** Chooses a profile in the review of a drop, where profiles are folded away. */
export async function chooseProfile(page: Page, title: 'Robust' | 'Paper' | 'Custom'): Promise<void> {
  const review = page.getByRole('dialog');
  await review.getByRole('button', { name: /^Profile: / }).click();
  await review.getByRole('radio', { name: title, exact: true }).click();
}

/** How many patches a review counts, once it knows. */
export async function countReviewed(page: Page): Promise<number> {
  const count = page.getByRole('dialog').getByText(/^[\d,]+ patch(es)?$/);
  await expect(count).toBeVisible({ timeout: 60_000 });
  return Number.parseInt((await count.innerText()).replace(',', ''), 10);
}

/** Confirms the summary and waits until `patches` patches are there. */
export async function startAndFinish(page: Page, patches: number, timeout: number): Promise<void> {
  await page.getByRole('button', { name: 'Start indexing' }).click();
  await expectIndexed(page, patches, timeout);
}

/** Waits for the status line of a finished run. */
export async function expectIndexed(page: Page, patches: number, timeout: number): Promise<void> {
  const line = page.getByRole('status').filter({ hasText: new RegExp(`Indexed ${patches} patches$`) });
  await expect(line).toBeVisible({ timeout });
}

/** Chooses an exported collection to import, at the place of this name. */
export async function importFile(page: Page, buffer: Buffer, label = 'Exported collection to import'): Promise<void> {
  await page.getByLabel(label).setInputFiles({ name: 'collection.tar', mimeType: 'application/x-tar', buffer });
}

/** Waits until some of the import under way is stored, and much of it is not. */
export async function waitForSomeStored(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const bar = document.querySelector('[role="progressbar"][aria-label="Importing"]');
    const isStoring = bar?.getAttribute('aria-valuetext')?.startsWith('Storing');
    return isStoring && Number(bar?.getAttribute('aria-valuenow')) > 0;
  });
}

/** Reads the hits in their order, once there are `count`. */
export async function readHits(page: Page, paths: readonly string[], count: number): Promise<ShownHit[]> {
  const items = similarPatches(page).getByRole('listitem');
  await expect(items).toHaveCount(count);
  const texts = await items.allInnerTexts();
  const labels = await items.evaluateAll((elements) => elements.map((element) => element.innerHTML));
  return texts.map((text, i) => {
    const distance = /distance (\d+)/.exec(text)?.[1];
    const path = paths.find((candidate) => text.includes(candidate) || labels[i]?.includes(candidate));
    if (distance === undefined || path === undefined) throw new Error(`Not a hit: ${text}`);
    return { path, distance: Number(distance) };
  });
}
