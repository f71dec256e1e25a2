/** Nothing lies over anything else and nothing is pushed off, however narrow the window and however long the names. */
import { readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { gallery, similarPatches, startAndFinish } from './support/screens.ts';
import { makeTextureFolder, TEXTURE_KINDS } from './support/textures.ts';

const PATCHES = 6;
const LONG = 'adenocarcinoma of the sigmoid colon, moderately differentiated, with a mucinous component';

let app: OpenApp;
let page: Page;

test.beforeAll(async () => {
  const folder = await makeTextureFolder({ imagesAKind: PATCHES / TEXTURE_KINDS.length, side: 64 });
  for (const kind of TEXTURE_KINDS) {
    for (const name of await readdir(path.join(folder, kind))) {
      await rename(
        path.join(folder, kind, name),
        path.join(folder, kind, `1109D_CRC-Prim-HE-01_042.tif_Row_1_Col_${name}`),
      );
    }
    await rename(path.join(folder, kind), path.join(folder, `${LONG} ${kind}`));
  }
  app = await openApp({ withAssets: false });
  page = app.page;
  await dropOnPage(page, [folder]);
  await startAndFinish(page, PATCHES, 60_000);
  await gallery(page).getByRole('option').first().click();
  await expect(similarPatches(page).getByRole('listitem')).toHaveCount(PATCHES - 1);
});
test.afterAll(() => app.close());

for (const [width, height] of [
  [1024, 768],
  [1440, 900],
  [390, 844],
] as const) {
  test(`a hit's row holds all that belongs to it at ${width} x ${height}`, async () => {
    await page.setViewportSize({ width, height });
    await expect(similarPatches(page)).toBeVisible();
    const outside = await similarPatches(page).evaluate((list) =>
      [...list.children].flatMap((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        /** Where an element is seen: what clips it is taken into account. */
        const seen = (element: Element) => {
          const rect = element.getBoundingClientRect();
          let [from, to] = [rect.top, rect.bottom];
          for (let around = element.parentElement; around && around !== row; around = around.parentElement) {
            if (getComputedStyle(around).overflowY === 'visible') continue;
            from = Math.max(from, around.getBoundingClientRect().top);
            to = Math.min(to, around.getBoundingClientRect().bottom);
          }
          return { from, to };
        };
        return [...row.querySelectorAll('*')]
          .filter((one) => one.getClientRects().length > 0)
          .filter((one) => seen(one).from < top - 1 || seen(one).to > bottom + 1)
          .map((one) => one.textContent);
      }),
    );
    expect(outside).toEqual([]);
  });

  test(`a long label leaves the figures in sight at ${width} x ${height}`, async () => {
    await page.setViewportSize({ width, height });
    await gallery(page).getByRole('option').first().hover();
    const size = page.getByRole('region', { name: 'Gallery' }).getByText('64 × 64 px');
    const box = await size.boundingBox();
    const main = await page.getByRole('main').boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual((main?.x ?? 0) + (main?.width ?? 0));
  });
}

test('a button has its new colours at once when the theme changes', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const select = page.getByRole('button', { name: /^Labels/ }).first();
  const colours = await select.evaluate(async (button) => {
    const background = () => getComputedStyle(button).backgroundColor;
    background();
    document.documentElement.dataset.theme = 'dark';
    const atOnce = background();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const later = background();
    delete document.documentElement.dataset.theme;
    return { atOnce, later };
  });
  expect(colours.atOnce).toBe(colours.later);
});

test('what is open stays open when the width of the window changes', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await similarPatches(page).getByRole('button', { name: 'Compare side by side' }).first().click();
  const comparison = page.getByRole('dialog', { name: /^Query and hit 1/ });
  await expect(comparison).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 900 });
  // Not by its role, which what lies behind a dialog has not.
  const navigation = page.locator('nav[aria-label="Main"]');
  await expect(navigation).toHaveCount(1);
  await expect(comparison).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Options for/ }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('half written');
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(navigation).toHaveCount(0);
  await expect(name).toHaveValue('half written');
  await page.keyboard.press('Escape');
});
