/** The whole journey where no assets are at hand: the untrained network, generated images, the drawn sample. */
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { countDifferingBits } from './support/hamming.ts';
import { readStoredPatches, type StoredPatch } from './support/library.ts';
import { patch, readHits, startAndFinish } from './support/screens.ts';
import { makeTextureFolder, TEXTURE_KINDS } from './support/textures.ts';

const IMAGES_A_KIND = 3;
const PATCHES = TEXTURE_KINDS.length * IMAGES_A_KIND;

test.describe('generated images, untrained network', () => {
  test.describe.configure({ mode: 'serial' });

  let app: OpenApp;
  let page: Page;
  let stored: StoredPatch[];
  let answer: { path: string; distance: number }[];

  test.beforeAll(async () => {
    app = await openApp({ withAssets: false });
    page = app.page;
  });
  test.afterAll(() => app.close());

  test('the page says that the network is untrained and offers the drawn sample by its name', async () => {
    await expect(page.getByText(/untrained/i).first()).toBeVisible();
    await expect(page.getByText(/drawn/i).first()).toBeVisible();
  });

  test('a folder is indexed', async () => {
    await dropOnPage(page, [await makeTextureFolder({ imagesAKind: IMAGES_A_KIND, side: 96 })]);
    await startAndFinish(page, PATCHES, 120_000);
    stored = await readStoredPatches(page, 1_280);
    expect(stored).toHaveLength(PATCHES);
  });

  test('a patch finds its own kind first, at the distances that its stored bits give', async () => {
    await patch(page, 'lymphocytes/1.png').click();
    answer = await readHits(
      page,
      stored.map((one) => one.path),
      PATCHES - 1,
    );
    const query = stored.find((one) => one.path === 'lymphocytes/1.png');
    for (const { path: hit, distance } of answer) {
      const other = stored.find((one) => one.path === hit);
      expect(distance).toBe(countDifferingBits(query?.barcode ?? new Uint8Array(), other?.barcode ?? new Uint8Array()));
    }
    const kinds = answer.slice(0, IMAGES_A_KIND - 1).map((hit) => path.dirname(hit.path));
    expect(kinds).toEqual(['lymphocytes', 'lymphocytes']);
  });

  test('a reload keeps the answer', async () => {
    await page.reload();
    const paths = stored.map((one) => one.path);
    expect(await readHits(page, paths, PATCHES - 1)).toEqual(answer);
  });
});
