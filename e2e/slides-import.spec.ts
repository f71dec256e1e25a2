/** Whole slides, dropped for real: seen before they are indexed, cut, indexed, gone on with, and searched. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { readStoredFailures, readStoredPatches, readStoredSlides } from './support/library.ts';
import { chooseProfile, countReviewed, expectIndexed, gallery, patch, similarPatches } from './support/screens.ts';

const shared = sharedFolder();

/** Of the custom profile with 64 entries a layer. */
const BARCODE_BYTES = 40;
const APERIO = 'CMU-1-Small-Region.svs';
const PYRAMID = 'CMU-1-Small-Region.pyramid.tif';
const JPEG_2000 = 'cases/TCGA-CR-7395-01A-01-TS1.svs';
const DICOM = 'TCGA-XK-AAJU-small.dcm';
const BROKEN = 'cases/broken.svs';
const TILE = 'cases/tile.tif';
/** Patches of 512 px that fit: at 1 µm/px 2 x 2 on each copy of the first slide, 8 x 6 and 6 x 5 on the others in their own pixels; and the tile. */
const MOST_PATCHES = 2 * 4 + 48 + 30 + 1;

test.describe('a folder with whole slides', () => {
  test.skip(!shared, 'no shared folder');
  test.describe.configure({ mode: 'serial' });

  let app: OpenApp;
  let page: Page;
  let folder: string;
  let patches: number;

  test.beforeAll(async () => {
    folder = await makeSlideFolder(shared ?? '');
    app = await openApp();
    page = app.page;
    await dropOnPage(page, [folder]);
  });
  test.afterAll(async () => {
    await app?.close();
    if (folder) await rm(path.dirname(folder), { recursive: true, force: true });
  });

  test('is summed up: what each slide is, and why one cannot be read', async () => {
    const review = page.getByRole('dialog', { name: 'Index 1 image and 5 whole slides' });
    await expect(slideLine(review, APERIO)).toContainText(
      '2,220 × 2,967 px · 1.11 × 1.48 mm · 1 level · 0.499 µm/px (20x) · JPEG',
    );
    await expect(slideLine(review, PYRAMID)).toContainText('2,220 × 2,967 px · 1.11 × 1.48 mm · 5 levels · 0.499 µm');
    await expect(slideLine(review, JPEG_2000)).toContainText(
      '4,443 × 3,567 px · 2 levels · JPEG 2000 · resolution not recorded',
    );
    await expect(slideLine(review, DICOM)).toContainText('3,236 × 2,638 px · 1 level · JPEG · resolution not recorded');
    await expect(slideLine(review, BROKEN)).toContainText('damaged or not complete');
    await expect(review.getByText('1 slide cannot be read')).toBeVisible();
    await expect(review.getByText(/^Skipped: 1 label, 1 macro image, 2 thumbnails/)).toBeVisible();
  });

  test('puts what decides most first, and folds profiles away', async () => {
    const review = page.getByRole('dialog');
    const top = async (locator: Locator) => (await locator.boundingBox())?.y ?? 0;
    const tiling = await top(review.getByRole('heading', { name: 'Tiling' }));
    expect(tiling).toBeLessThan(await top(review.getByLabel('Name of the collection')));
    await expect(review.getByRole('radio')).toHaveCount(0);
    await expect(
      review.getByRole('button', { name: /^Profile: Standard 256 px, 10,240 bits per patch/ }),
    ).toBeVisible();
    await expect(review.getByRole('status', { name: 'Estimate' })).not.toContainText('less than 1 s, 0 bytes');
  });

  test('shows tissue, and counts patches as they are asked for; how many, how long and how much stay in sight', async () => {
    const review = page.getByRole('dialog');
    await chooseProfile(page, 'Custom');
    await review.getByLabel('Longer side, in pixels').fill('64');
    await choose(review, 'Entries of the Gram matrices kept', '64 per layer, evenly spaced');
    await review.getByLabel('Tile size, in pixels').fill('512');
    await choose(review, 'Resolution', '1 µm/px');
    await expect(review.getByText('512 µm × 512 µm of tissue')).toBeVisible();
    const warning = review.getByRole('note').filter({ hasText: 'Resolution not recorded in 2 slides' });
    await expect(warning).toContainText('They are tiled in their own pixels');
    await expect(review.getByRole('img', { name: `The tissue of ${JPEG_2000}` })).toBeVisible({ timeout: 30_000 });
    const some = await countReviewed(page);
    const slider = review.getByRole('slider', { name: 'Minimum tissue per patch' });
    await slider.press('Home');
    expect(await countReviewed(page)).toBe(MOST_PATCHES);
    await slider.press('End');
    expect(await countReviewed(page)).toBeLessThan(some);
    await slider.press('Home');
    for (let step = 0; step < 5; step++) await slider.press('ArrowRight');
    expect(await countReviewed(page)).toBe(some);
    await expect(review.getByRole('status', { name: 'Estimate' })).toContainText(
      /^\d+ patches (about .+|less than 1 s), [\d.]+ [kM]B on disk$/,
    );
    await review.getByRole('button', { name: /^Profile: / }).scrollIntoViewIfNeeded();
    await expect(review.getByRole('status', { name: 'Estimate' })).toBeInViewport();
    expect(some).toBeGreaterThan(20);
    expect(some).toBeLessThan(MOST_PATCHES);
    patches = some;
  });

  test('is indexed, and gone on with after the tab was closed', async () => {
    await page.getByRole('button', { name: 'Start indexing' }).click();
    await expect.poll(() => progress(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(5);
    const closed = page;
    page = await app.context.newPage();
    await closed.close();
    await page.goto(app.url);
    const stored = await readStoredPatches(page, BARCODE_BYTES);
    expect(stored.length).toBeGreaterThanOrEqual(4);
    expect(stored.length).toBeLessThan(patches);
    await dropOnPage(page, [folder]);
    await page.getByRole('radio', { name: /^Add to “/ }).click();
    await expect(page.getByText(/^Tiled like the slides already there: patches of 512 px at 1 µm\/px/)).toBeVisible();
    await page.getByRole('button', { name: 'Start indexing' }).click();
    await expectIndexed(page, patches, 120_000);
    const after = await readStoredPatches(page, BARCODE_BYTES);
    expect(after.slice(0, stored.length)).toEqual(stored);
    expect(new Set(after.map((each) => each.path)).size).toBe(patches);
    expect(await readStoredFailures(page)).toEqual([{ path: BROKEN, code: 'image-broken' }]);
  });

  test('has each slide with its size, and areas on it', async () => {
    const slides = await readStoredSlides(page);
    const facts = slides.map(({ path: of, info: { levels, micronsPerPixel } }) => {
      return [of, levels[0]?.width, levels[0]?.height, levels.length, micronsPerPixel?.toFixed(3)];
    });
    expect(facts.sort()).toEqual([
      [PYRAMID, 2220, 2967, 5, '0.499'],
      [APERIO, 2220, 2967, 1, '0.499'],
      [DICOM, 3236, 2638, 1, undefined],
      [JPEG_2000, 4443, 3567, 2, undefined],
    ]);
    const stored = await readStoredPatches(page, BARCODE_BYTES);
    for (const { path: of, patchCount, info } of slides) {
      const areas = stored.filter((each) => each.path.startsWith(`${of}#`)).map(({ area }) => area);
      expect(areas).toHaveLength(patchCount);
      const side = of === APERIO || of === PYRAMID ? 1024 : 512;
      for (const area of areas) {
        expect(area).toMatchObject({ width: side, height: side });
        expect((area?.x ?? 0) + side).toBeLessThanOrEqual(info.levels[0]?.width ?? 0);
        expect((area?.y ?? 0) + side).toBeLessThanOrEqual(info.levels[0]?.height ?? 0);
      }
    }
  });

  test('has the same patches of the same pixels, whatever file they come from', async () => {
    const stored = await readStoredPatches(page, BARCODE_BYTES);
    const of = (slide: string) => stored.filter((each) => each.path.startsWith(`${slide}#`));
    expect(of(PYRAMID).length).toBeGreaterThan(0);
    expect(of(PYRAMID).map(({ area }) => area)).toEqual(of(APERIO).map(({ area }) => area));
  });

  test('dropped again adds nothing, and no run that ends is called interrupted', async () => {
    await dropOnPage(page, [folder]);
    await page.getByRole('radio', { name: /^Add to “/ }).click();
    await page.evaluate(() => {
      const { body, documentElement } = document;
      const look = () => {
        if (body.innerText.includes('interrupted')) documentElement.dataset.saidInterrupted = '';
      };
      new MutationObserver(look).observe(body, { childList: true, subtree: true, characterData: true });
    });
    await page.getByRole('button', { name: 'Start indexing' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Nothing new.' })).toBeVisible({
      timeout: 30_000,
    });
    expect(await readStoredPatches(page, BARCODE_BYTES)).toHaveLength(patches);
    await page.waitForTimeout(2_500);
    await expect(page.locator('html')).not.toHaveAttribute('data-said-interrupted');
  });

  test('is searched with neighbours folded together, or not', async () => {
    await gallery(page).getByRole('option').nth(10).click();
    const hits = similarPatches(page).getByRole('listitem');
    await expect(hits.first()).toBeVisible();
    const fold = page.getByRole('switch', { name: 'Group adjacent hits' });
    await expect(fold).toBeChecked();
    const shown = placesOf(await hits.allInnerTexts());
    expect(shown.length).toBeGreaterThan(1);
    for (const [at, hit] of shown.entries())
      expect(shown.slice(0, at).filter((better) => touch(better, hit))).toEqual([]);
    await fold.click();
    await expect(hits).toHaveCount(10);
  });

  test('shows a tile beside a patch in the pixels of its slide', async () => {
    await patch(page, TILE).click();
    await expect(page.getByRole('complementary').getByText('150 × 150 px')).toBeVisible();
    await similarPatches(page).getByRole('button', { name: 'Compare side by side' }).first().click();
    const images = page.getByRole('dialog').locator('img');
    await expect.poll(() => widthsOf(images), { timeout: 30_000 }).toEqual([150, 512]);
    await page.keyboard.press('Escape');
  });

  test('the console stayed clean', () => {
    expect(app.consoleErrors).toEqual([]);
  });
});

function widthsOf(images: Locator): Promise<number[]> {
  return images.evaluateAll((all) =>
    all.flatMap((image) => (image instanceof HTMLImageElement ? image.naturalWidth : [])),
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where hits lie that were cut from the slide with patches of 512 of its own pixels. */
function placesOf(hits: readonly string[]): Place[] {
  return hits.flatMap((text) => {
    const [, x = '', y = ''] = /at x ([\d,]+), y ([\d,]+)/.exec(text) ?? [];
    const isOnSlide = text.replaceAll('\n', '').includes(path.basename(JPEG_2000));
    return isOnSlide ? [{ x: toNumber(x), y: toNumber(y) }] : [];
  });
}

function toNumber(text: string): number {
  return Number(text.replaceAll(',', ''));
}

function touch(a: Place, b: Place): boolean {
  return Math.abs(a.x - b.x) <= 512 && Math.abs(a.y - b.y) <= 512;
}

/** A temporary folder with the real slides, one that is cut off, and a tile. */
async function makeSlideFolder(from: string): Promise<string> {
  const into = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-slides-')), 'slides');
  await mkdir(path.join(into, 'cases'), { recursive: true });
  for (const name of [APERIO, PYRAMID, JPEG_2000, DICOM]) {
    await copyFile(path.join(from, 'data/slides', path.basename(name)), path.join(into, name));
  }
  const whole = await readFile(path.join(from, 'data/slides', APERIO));
  await writeFile(path.join(into, BROKEN), whole.subarray(0, whole.length / 2));
  const tiles = path.join(from, 'data/kather2016-800/01_TUMOR');
  const [tile = ''] = (await readdir(tiles)).sort();
  await copyFile(path.join(tiles, tile), path.join(into, TILE));
  return into;
}

function slideLine(review: Locator, name: string): Locator {
  return review.getByRole('listitem').filter({ hasText: name });
}

async function choose(review: Locator, label: string, option: string): Promise<void> {
  await review.getByRole('combobox', { name: label }).click();
  await review.page().getByRole('option', { name: option }).click();
}

async function progress(page: Page): Promise<number> {
  return Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'));
}
