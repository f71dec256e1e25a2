/** Gives the page a folder as a person would, and waits until it is indexed. */
import type { Locator, Page } from '@playwright/test';
import { dropOnPage } from '../../e2e/support/drop.ts';
import type { Options } from './options.ts';
import { choose } from './screen.ts';

const TITLES: Readonly<Record<Options['profileName'], string>> = {
  standard: 'Standard',
  robust: 'Robust',
  paper: 'Paper',
  custom: 'Custom',
};

const ASK_EVERY_MS = 1_000;
const TELL_EVERY_MS = 10_000;

/** @throws Error with what the page says when the run cannot go on. */
export async function indexFolder(page: Page, folder: string, name: string, options: Options): Promise<void> {
  await page.getByText('On this machine').waitFor();
  await dropOnPage(page, [folder]);
  const review = page.getByRole('dialog');
  const start = review.getByRole('button', { name: 'Start indexing' });
  const refused = page.getByRole('alert');
  const nothing = page.getByRole('dialog', { name: 'No images found' });
  await start.or(refused).or(nothing).first().waitFor({ timeout: 600_000 });
  if (!(await start.isVisible())) throw new Error(await words(refused.or(nothing)));
  const known = review.getByRole('radio', { name: `Add to “${name}”`, exact: true });
  if (await known.isVisible()) await known.click();
  else await fillIn(review, name, options);
  await start.click();
  await untilIndexed(page);
}

async function fillIn(
  review: Locator,
  name: string,
  { profileName, settings, labelLevel, slidePattern }: Options,
): Promise<void> {
  const fresh = review.getByRole('radio', { name: 'New collection', exact: true });
  if (await fresh.isVisible()) await fresh.click();
  await review.getByLabel('Name of the collection').fill(name);
  if (labelLevel > 1) await choose(review, 'Labels from', new RegExp(`^${ORDINALS[labelLevel]} folder level`));
  if (slidePattern !== undefined) {
    await choose(review, 'One case is', /share a part of their name/);
    await review.getByLabel('Pattern (regular expression)').fill(slidePattern);
  }
  await review.getByRole('button', { name: /^Profile: / }).click();
  await review.getByRole('radio', { name: TITLES[profileName], exact: true }).click();
  if (profileName !== 'custom') return;
  await review.getByLabel('Longer side, in pixels').fill(String(settings.size));
  const kept =
    settings.sampling === 'full' ? 'All of them' : new RegExp(`^${settings.sampling.toLocaleString('en')} per layer`);
  await choose(review, 'Entries of the Gram matrices kept', kept);
  if (settings.views) await choose(review, 'Views', VIEWS[settings.views]);
}

const VIEWS = { 4: /^Four/, 8: /^Eight/ } as const;

const ORDINALS = ['', 'First', 'Second', 'Third', 'Fourth', 'Fifth'];

async function untilIndexed(page: Page): Promise<void> {
  const bar = page.getByRole('region', { name: 'Indexing' });
  const status = bar.getByRole('status');
  const failure = page.getByRole('alert');
  let toldAt = 0;
  for (;;) {
    if (await failure.first().isVisible()) throw new Error(await words(failure));
    const state = (await status.textContent({ timeout: 60_000 })) ?? '';
    if (/Indexed \d+ patches$/.test(state)) return console.log(await words(bar));
    if (Date.now() - toldAt > TELL_EVERY_MS) {
      const line = await bar
        .getByRole('progressbar')
        .getAttribute('aria-valuetext', { timeout: 5_000 })
        .catch(() => null);
      if (line) console.log(line);
      toldAt = Date.now();
    }
    await page.waitForTimeout(ASK_EVERY_MS);
  }
}

async function words(place: Locator): Promise<string> {
  return (await place.first().innerText()).replaceAll(/\s+/g, ' ').trim();
}
