/** The main job on real H&E tiles with the trained weights: drop, index, click, compare with the golden barcodes, reload. */
import { expect, type Page, test } from '@playwright/test';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { countDifferingBits } from './support/hamming.ts';
import { readStoredPatches, type StoredPatch } from './support/library.ts';
import { expectIndexed, gallery, patch, readHits, type ShownHit } from './support/screens.ts';
import { GOLDEN_TOLERANCE_BITS, type GoldenTile, makeTileFolder, readGoldenTiles } from './support/tiles.ts';

const shared = sharedFolder();
const PATCHES = 24;
const BARCODE_BYTES = 1_280;

test.describe('real tiles, trained weights', () => {
  test.skip(!shared, 'The real tiles and golden barcodes are not on this machine.');
  test.describe.configure({ mode: 'serial' });

  let app: OpenApp;
  let page: Page;
  let folder: string;
  let golden: GoldenTile[];
  let stored: StoredPatch[];
  let hits: ShownHit[];

  test.beforeAll(async () => {
    golden = await readGoldenTiles(shared ?? '');
    folder = await makeTileFolder(shared ?? '', 3);
    app = await openApp();
    page = app.page;
  });
  test.afterAll(() => app.close());

  test('a dropped folder is summed up, indexed and shown', async () => {
    await dropOnPage(page, [folder]);
    const summary = page.getByRole('dialog');
    await expect(summary).toContainText(`${PATCHES} images`);
    await expect(summary).toContainText('01_TUMOR');
    await page.getByRole('button', { name: 'Start indexing' }).click();
    await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuemax', `${PATCHES}`);
    await expectIndexed(page, PATCHES, 200_000);
    await expect(gallery(page).getByRole('option').first()).toHaveAttribute('aria-setsize', `${PATCHES}`);
    stored = await readStoredPatches(page, BARCODE_BYTES);
    expect(stored).toHaveLength(PATCHES);
    expect(new Set(stored.map(({ label }) => label)).size).toBe(8);
  });

  test('the barcodes are the golden ones', () => {
    expect(golden).toHaveLength(8);
    for (const { path, barcode } of golden) {
      const mine = stored.find((candidate) => candidate.path === path);
      expect(mine, path).toBeDefined();
      expect(countDifferingBits(mine?.barcode ?? barcode, barcode), path).toBeLessThanOrEqual(GOLDEN_TOLERANCE_BITS);
    }
  });

  test('a clicked patch shows the most similar ones, at distances that hold', async () => {
    const query = golden[0]?.path ?? '';
    await patch(page, query).click();
    hits = await readHits(page, paths(), 10);
    expect(hits).toEqual(rankByHand(query).slice(0, hits.length));
    for (const { path, distance } of hits) {
      const other = golden.find((tile) => tile.path === path);
      if (!other || !golden[0]) continue;
      const goldenDistance = countDifferingBits(golden[0].barcode, other.barcode);
      expect(Math.abs(distance - goldenDistance), path).toBeLessThanOrEqual(2 * GOLDEN_TOLERANCE_BITS);
    }
  });

  test('after a reload everything is there and the same query has the same hits', async () => {
    await page.reload();
    expect(await readHits(page, paths(), hits.length)).toEqual(hits);
    await expect(gallery(page).getByRole('option').first()).toHaveAttribute('aria-setsize', `${PATCHES}`);
  });

  test('a click on a hit searches from there, and the way back leads back', async () => {
    const next = hits[1]?.path ?? '';
    await page
      .getByRole('list', { name: 'Similar patches' })
      .getByRole('listitem')
      .nth(1)
      .getByRole('link')
      .first()
      .click();
    await expect.poll(async () => (await readHits(page, paths(), hits.length))[0]).toEqual(rankByHand(next)[0]);
    await page.goBack();
    await expect.poll(() => readHits(page, paths(), hits.length)).toEqual(hits);
  });

  test('the same folder dropped again adds nothing', async () => {
    await dropOnPage(page, [folder]);
    await page.getByRole('radio', { name: /^Add to “/ }).click();
    await page.getByRole('button', { name: 'Start indexing' }).click();
    await expect(page.getByText(`Nothing new. Indexed ${PATCHES} patches`)).toBeVisible();
    expect(await readStoredPatches(page, BARCODE_BYTES)).toHaveLength(PATCHES);
  });

  test('the console stayed clean', () => {
    expect(app.consoleErrors).toEqual([]);
  });

  function paths(): string[] {
    return stored.map(({ path }) => path);
  }

  /** Every other patch by (distance, id), from the stored barcodes alone. */
  function rankByHand(query: string): ShownHit[] {
    const asking = stored.find(({ path }) => path === query);
    if (!asking) throw new Error(`${query} is not stored`);
    return stored
      .filter(({ path }) => path !== query)
      .map(({ path, barcode }, id) => ({ path, id, distance: countDifferingBits(asking.barcode, barcode) }))
      .sort((a, b) => a.distance - b.distance || a.id - b.id)
      .map(({ path, distance }) => ({ path, distance }));
  }
});
