/** Every screen in light and dark, the whole journey without a mouse, and the settings of people who see or move otherwise. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, tabTo } from './support/accessible.ts';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { gallery, patch, similarPatches } from './support/screens.ts';
import { makeTextureFolder, TEXTURE_KINDS } from './support/textures.ts';

const PATCHES = 6;

test.describe.configure({ mode: 'serial' });

let app: OpenApp;
let page: Page;
let folder: string;

test.beforeAll(async () => {
  app = await openApp({ withAssets: false });
  page = app.page;
  // From now on, so that no chooser opens before somebody listens.
  page.on('filechooser', () => {});
  folder = await makeTextureFolder({ imagesAKind: PATCHES / TEXTURE_KINDS.length, side: 64 });
  await expect(page.getByText(/WASM, \d threads/).first()).toBeVisible();
});
test.afterAll(() => app.close());

test('the start page', () => expectAccessible(page));

test('by keyboard alone: files are chosen, summed up and indexed, and it is announced', async () => {
  await tabTo(page, page.getByRole('button', { name: 'Choose files' }));
  const choosing = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  // Of files that are chosen together, those of one name count once.
  const files = TEXTURE_KINDS.flatMap((kind) => [`${kind}/1.png`, `${kind}/2.png`]).map(async (file) => {
    const buffer = await readFile(path.join(folder, file));
    return { name: file.replace('/', '-'), mimeType: 'image/png', buffer };
  });
  await (await choosing).setFiles(await Promise.all(files));
  await expect(page.getByRole('dialog')).toContainText(`${PATCHES} images`);
  await expectAccessible(page);
  await tabTo(page, page.getByRole('button', { name: 'Start indexing' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /Indexed \d+ patches$/ })).toBeVisible({ timeout: 120_000 });
});

test('by keyboard alone: a patch is searched with, and a hit compared', async () => {
  await tabTo(page, gallery(page));
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(similarPatches(page).getByRole('listitem').first()).toBeVisible();
  await expect(page.locator('[aria-live="polite"]').filter({ hasText: /\d/ }).first()).toBeVisible();
  await expectAccessible(page);
  const opener = page.getByRole('button', { name: 'Compare side by side' }).first();
  await tabTo(page, opener);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(opener).toBeFocused();
});

test('by keyboard alone: patches are selected, and it is asked before they are changed or deleted', async () => {
  await tabTo(page, gallery(page));
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByRole('region', { name: 'Selected patches' })).toContainText('2 selected');
  for (const name of ['Change label…', 'Delete…']) {
    const opener = page.getByRole('button', { name });
    await tabTo(page, opener);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(opener).toBeFocused();
  }
  await tabTo(page, page.getByRole('button', { name: 'Clear' }));
  await page.keyboard.press('Enter');
  await expect(gallery(page)).toBeFocused();
});

test('by keyboard alone: a menu is opened and left, and a dropped folder is indexed with its labels', async () => {
  await tabTo(page, page.getByRole('button', { name: /^Options for/ }).first());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  // An open menu keeps the focus and swallows Tab, so nobody comes to what is hidden behind it.
  await expectAccessible(page, ['aria-hidden-focus']);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('[role="menu"]') !== null)).toBe(true);
  await page.keyboard.press('Escape');
  await dropOnPage(page, [folder]);
  await tabTo(page, page.getByRole('button', { name: 'Start indexing' }));
  await page.keyboard.press('Enter');
  await expect(patch(page, 'crypts/1.png')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('status').filter({ hasText: /Indexed 6 patches$/ })).toBeVisible({ timeout: 120_000 });
});

test('by keyboard alone: it is evaluated', async () => {
  await tabTo(page, page.getByRole('link', { name: 'Evaluate' }));
  await page.keyboard.press('Enter');
  await expectAccessible(page);
  await tabTo(page, page.getByRole('button', { name: 'Evaluate 6 patches' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Results' })).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
});

test('the settings, and the question before everything is deleted', async () => {
  await tabTo(page, page.getByRole('link', { name: 'Settings' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(page.getByText(/About [\d.]+ patches\/s with the Standard profile/)).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);
  await tabTo(page, page.getByRole('button', { name: 'Delete everything' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
});

test('at 200 % nothing is cut off sideways, and everything can be reached', async () => {
  // Zooming to 200 % halves the page in CSS pixels.
  await page.setViewportSize({ width: 720, height: 450 });
  for (const route of ['#/', '#/settings']) {
    await page.goto(`${app.url}${route}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, route).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  }
  await page.getByRole('button', { name: /menu/i }).first().click();
  await page
    .getByRole('link', { name: /textures/ })
    .first()
    .click();
  await expect(gallery(page).getByRole('option').first()).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('who asks for less motion gets none', async () => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
        const seconds = Math.max(...transitionDuration.split(',').map(Number.parseFloat));
        return seconds > 0.05 || (animationName !== 'none' && Number.parseFloat(animationDuration) > 0.05);
      }).length,
  );
  expect(moving).toBe(0);
});

test('with forced colours, what is chosen and what has the focus can still be told', async () => {
  await page.emulateMedia({ forcedColors: 'active' });
  await gallery(page).getByRole('option').first().click();
  await expect(similarPatches(page).getByRole('listitem').first()).toBeVisible();
  const chosen = gallery(page).locator('[aria-current="true"]');
  const other = gallery(page).locator('[role="option"]:not([aria-current])').first();
  const outline = (element: Element) => {
    const marked = [element, ...element.querySelectorAll('*')].map((one) => {
      const { outlineStyle, outlineWidth, borderTopWidth, borderTopColor } = getComputedStyle(one);
      return `${outlineStyle} ${outlineWidth} ${borderTopWidth} ${borderTopColor}`;
    });
    return marked.join();
  };
  expect(await chosen.evaluate(outline)).not.toBe(await other.evaluate(outline));
  await tabTo(page, page.getByRole('link', { name: 'Settings' }));
  const focus = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
  expect(focus).not.toBe('none');
  await page.emulateMedia({ forcedColors: 'none' });
});
