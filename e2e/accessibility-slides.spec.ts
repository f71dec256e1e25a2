/** Whole slides without a mouse, and every screen of theirs in light and dark. */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { expectAccessible, tabTo } from './support/accessible.ts';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { countReviewed, similarPatches } from './support/screens.ts';

const SHARED = sharedFolder();
const SLIDE = 'CMU-1-Small-Region.svs';

test.describe('slides by keyboard alone', () => {
  test.skip(!SHARED, 'needs a real slide');
  test.describe.configure({ mode: 'serial' });

  let app: OpenApp;
  let page: Page;
  let folder: string;

  test.beforeAll(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-keys-')), 'slides');
    await mkdir(folder);
    await copyFile(path.join(SHARED ?? '', 'data/slides', SLIDE), path.join(folder, SLIDE));
    app = await openApp({ withAssets: false });
    page = app.page;
    await expect(page.getByText(/WASM, \d threads/).first()).toBeVisible();
  });
  test.afterAll(async () => {
    await app?.close();
    if (folder) await rm(path.dirname(folder), { recursive: true, force: true });
  });

  test('it is summed up, cut and indexed', async () => {
    await dropOnPage(page, [folder]);
    const review = page.getByRole('dialog');
    await tabTo(page, review.getByRole('button', { name: /^Profile: Standard/ }));
    await page.keyboard.press('Enter');
    await tabTo(page, review.getByRole('radio', { name: 'Standard', exact: true }));
    while (!(await review.getByRole('radio', { name: 'Custom', exact: true }).isChecked()))
      await page.keyboard.press('ArrowDown');
    await fill(page, 'Longer side, in pixels', '64');
    await fill(page, 'Tile size, in pixels', '512');
    await countReviewed(page);
    await expectAccessible(page);
    await tabTo(page, review.getByRole('button', { name: 'Start indexing' }));
    await page.keyboard.press('Enter');
    const status = page.getByRole('status').filter({ hasText: /Indexed \d+ patches$/ });
    await expect(status).toBeVisible({ timeout: 120_000 });
  });

  test('it is opened, moved, zoomed, and where the view is, is announced', async () => {
    await tabTo(page, page.getByRole('navigation', { name: 'Slides' }).getByRole('link', { name: SLIDE }));
    await page.keyboard.press('Enter');
    const view = page.getByRole('region', { name: SLIDE });
    await expect(view.getByText(/(µm|mm)[\d.]+×$/)).toBeVisible({ timeout: 30_000 });
    await tabTo(page, view.getByRole('application'));
    const said = view.getByRole('status');
    await page.keyboard.press('0');
    await expect(said).toHaveText(/^[\d.]+×, the middle at 0\.55, 0\.74 mm\. Enter searches/);
    const before = await said.innerText();
    await page.keyboard.press('+');
    await expect(said).not.toHaveText(before);
    await expect(said).toHaveText(/the middle at 0\.55, 0\.74 mm/);
    await page.keyboard.press('ArrowDown');
    await expect(said).not.toHaveText(/, 0\.74 mm/);
    await expectAccessible(page);
  });

  test('what is in its middle is searched with, and the hits are announced', async () => {
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/p\/\d+$/);
    await expect(similarPatches(page).getByRole('listitem').first()).toBeVisible();
    await expect(page.locator('[aria-live="polite"]').filter({ hasText: /\d/ }).first()).toBeVisible();
  });

  test('the heat map is shown, and read as a table', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Heat map', exact: true }));
    if ((await page.getByRole('region', { name: 'Heat map' }).count()) === 0) await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Heat map' })).toBeVisible();
    await expectAccessible(page);
    await tabTo(page, page.getByRole('button', { name: 'Show as a table' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog').getByRole('table').first()).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  });

  test('query and hit are set side by side', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Compare side by side' }).first());
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: /^Query: / })).toBeVisible();
    await expect(page.getByRole('region', { name: /^Hit: / })).toBeVisible();
    await expectAccessible(page);
    await tabTo(page, page.getByRole('button', { name: 'Close side by side' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: /^Query: / })).toBeHidden();
  });

  test('the panel of a region', async () => {
    const slide = /#(.*\/slide\/[^/]+)/.exec(page.url())?.[1] ?? '';
    await page.goto(`${app.url}#${slide}/r/600,900,500,400,${SLIDE}`);
    await expect(page.getByText(/^Region of \d+ × \d+ µm at/)).toBeVisible();
    // Until it is answered, the hits of the question before are there, dimmed.
    await expect(() => expectAccessible(page)).toPass({ timeout: 60_000 });
  });

  test('its evaluation', async () => {
    await tabTo(page, page.getByRole('link', { name: 'Evaluate' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Evaluate' }).first()).toBeVisible();
    await expectAccessible(page);
  });
});

/** Types into a field that Tab comes to. */
async function fill(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByRole('dialog').getByLabel(label));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}
