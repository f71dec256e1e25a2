/**
 * A person's journey in Firefox, from a first visit with an empty profile on, where the question for lasting storage is
 * never answered.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from 'puppeteer-core';
import { findFirefox } from '../scripts/setup/find-firefox.mjs';
import { serveApp } from '../scripts/setup/serve-app.mjs';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import type { JsonReport } from '../src/engine/evaluation/report-json.ts';
import { FirefoxVisit } from './support/firefox.ts';
import { readStoredPatches } from './support/library.ts';
import { publishNewVersion } from './support/new-version.ts';
import { privateFileSizes } from './support/private-files.ts';
import { makeTextureFolder, TEXTURE_KINDS } from './support/textures.ts';
import { bitsOffGolden, GOLDEN_TOLERANCE_BITS, goldenFiles } from './support/tiles.ts';

const PATCHES = 6;
/** Of the folder, whose images are small: enough to be stopped in the middle. */
const IMAGES_A_KIND = 8;
const DROPPED = IMAGES_A_KIND * TEXTURE_KINDS.length;
const BARCODE_BYTES = 1_280;
/** Shown until a person wants more. */
const HITS = 10;
/** VGG19 takes seconds a patch where other work keeps the cores busy. */
const ENCODING = { timeout: 120_000 };
const START = { timeout: 60_000 };

const SLIDE = 'CMU-1-Small-Region.svs';
const SLIDE_SIZE = { width: 2220, height: 2967 };
/** Well within the tissue, in shares of the slide. */
const TISSUE = { x: 0.5, y: 0.65 };

const firefox = findFirefox();
const shared = sharedFolder();

test.describe('in Firefox', () => {
  test.skip(!firefox, 'There is no Firefox on this machine.');
  test.describe.configure({ mode: 'serial' });

  let outDir: string;
  let server: Awaited<ReturnType<typeof serveApp>>;
  let isServed = true;
  let visit: FirefoxVisit;
  let folder: string;

  test.beforeAll(async () => {
    outDir = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-build-')), 'dist');
    await cp('dist', outDir, { recursive: true });
    server = await serveApp({ port: 4900 + (process.pid % 90), outDir });
    folder = await makeTextureFolder({ imagesAKind: IMAGES_A_KIND, side: 64 });
    visit = await FirefoxVisit.open(firefox ?? '', server.url);
  });
  test.afterAll(async () => {
    await visit?.close();
    if (isServed) await server?.close();
    for (const made of [outDir, folder]) if (made) await rm(path.dirname(made), { recursive: true, force: true });
  });
  test.afterEach(async () => {
    const info = test.info();
    if (info.status === info.expectedStatus) return;
    await info.attach('the page', { body: Buffer.from(await visit.page.screenshot()), contentType: 'image/png' });
  });

  test('files are chosen and indexed on the first visit, with a pause', async () => {
    await visit.chooseFiles('Files to index', await imagesToChoose());
    await visit.press('Start indexing');
    await visit.press('Pause');
    await expect.poll(() => visit.says('Indexing is paused'), ENCODING).toBe(true);
    await visit.press('Resume');
    await expect.poll(() => visit.says(`Indexed ${PATCHES} patches`), ENCODING).toBe(true);
    expect(await visit.page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
    expect(await visit.page.evaluate(() => navigator.storage.persisted())).toBe(false);
  });

  test('the barcodes are the golden ones', async () => {
    test.skip(!shared, 'The golden barcodes are not on this machine.');
    const off = await bitsOffGolden(shared ?? '', await readStoredPatches(visit, BARCODE_BYTES));
    expect(off).toHaveLength(PATCHES);
    expect(Math.max(...off)).toBeLessThanOrEqual(GOLDEN_TOLERANCE_BITS);
  });

  test('a click finds the patches most similar, nearest first', async () => {
    await ask();
    await expect.poll(hitDistances).toHaveLength(PATCHES - 1);
    const distances = await hitDistances();
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
  });

  test('query and hits are compared side by side, in their originals', async () => {
    await visit.click('button', 'Compare side by side');
    await expect.poll(() => visit.says(`Query and hit 1 of ${PATCHES - 1}`)).toBe(true);
    await visit.click('button', 'Next hit');
    await expect.poll(() => visit.says(`Query and hit 2 of ${PATCHES - 1}`)).toBe(true);
    const sidesOf = (images: Element[]) => images.map((image) => (image as HTMLImageElement).naturalWidth);
    // Of a tile or a drawn texture; a thumbnail is smaller.
    const side = shared ? 150 : 64;
    await expect.poll(() => visit.page.$$eval('[role="dialog"] section img', sidesOf)).toEqual([side, side]);
    await visit.page.keyboard.press('Escape');
    await expect.poll(() => visit.says('Query and hit 2')).toBe(false);
  });

  test('an image from outside finds itself and is not stored', async () => {
    const [image = ''] = await imagesToChoose();
    await visit.chooseFiles('Image to search with', [image]);
    await expect.poll(async () => (await hitDistances())[0], ENCODING).toBe(0);
    expect(await hitDistances()).toHaveLength(PATCHES);
    expect(await readStoredPatches(visit, BARCODE_BYTES)).toHaveLength(PATCHES);
  });

  test('what is dropped is summed up, and a link leaves the page where it is', async () => {
    await visit.dropText('text/uri-list', 'file:///home/me/colon');
    await expect.poll(() => visit.says('dropped as an address')).toBe(true);
    await visit.page.keyboard.press('Escape');
    expect(visit.page.url().startsWith(server.url)).toBe(true);
  });

  test('a dropped folder is indexed, and gone on with after Firefox was quit in the middle', async () => {
    await visit.dropFolder(folder);
    await expect.poll(() => visit.says(`Index ${DROPPED} images`)).toBe(true);
    await chooseSmallProfile();
    await visit.press('Start indexing');
    await visit.press('Pause');
    await expect.poll(() => visit.says('Indexing is paused'), ENCODING).toBe(true);
    const before = await readStoredPatches(visit, BARCODE_BYTES);
    expect(before.length).toBeLessThan(DROPPED);
    await visit.restart();
    await openCollection('textures');
    await expect.poll(() => visit.says('Indexing was interrupted'), START).toBe(true);
    await visit.click('button', 'Resume');
    await expect.poll(() => visit.says('Drop the folder again to resume.')).toBe(true);
    await visit.dropFolder(folder);
    await visit.click('radio', 'Add to “textures”');
    await visit.press('Start indexing');
    await expect.poll(() => visit.says(`Indexed ${DROPPED} patches`), ENCODING).toBe(true);
    const after = await readStoredPatches(visit, BARCODE_BYTES);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after.map((each) => each.path)).size).toBe(DROPPED);
    expect(new Set(after.map(({ label }) => label))).toEqual(new Set(TEXTURE_KINDS));
  });

  test('its labels are evaluated, and the figures downloaded', async () => {
    await visit.click('link', 'Evaluate');
    await visit.click('button', `Evaluate ${DROPPED} patches`);
    await expect.poll(() => visit.says('Colour alone'), START).toBe(true);
    await visit.click('button', 'Export');
    await visit.click('menuitem', 'All figures (JSON)');
    const report: JsonReport = JSON.parse((await visit.download('textures evaluation.json')).toString());
    expect(report.n).toBe(DROPPED);
    // A third would be chance.
    expect(report.accuracy).toBeGreaterThan(60);
  });

  test('it is exported, put together on the disk, and imported as the same one', async () => {
    const stored = await readStoredPatches(visit, BARCODE_BYTES);
    await visit.click('button', 'Options for textures');
    await visit.click('menuitem', 'Export to a file');
    await visit.click('button', 'Export');
    const archive = path.join(path.dirname(folder), 'textures.tar');
    const downloaded = await visit.download('textures.tar');
    expect(await visit.page.evaluate(privateFileSizes)).toEqual([downloaded.length]);
    await writeFile(archive, downloaded);
    await visit.chooseFiles('Exported collection to import', [archive]);
    await expect.poll(() => collectionNames()).toHaveLength(3);
    await ask();
    await expect.poll(hitDistances).toHaveLength(HITS);
    expect(await readStoredPatches(visit, BARCODE_BYTES)).toEqual(stored);
  });

  test('the sample is searched while it is indexed, and cancelled', async () => {
    await goHome();
    await visit.click('button', 'Try it with a sample');
    await expect.poll(() => visit.page.$$eval('[role="option"]', (all) => all.length), ENCODING).toBeGreaterThan(2);
    await ask();
    await expect.poll(async () => (await hitDistances()).length).toBeGreaterThan(0);
    await visit.click('button', 'Cancel');
    await visit.click('button', 'Cancel indexing');
    await expect.poll(() => visit.says('Cancelled. '), ENCODING).toBe(true);
  });

  test('a second tab shows the same, and what the first one changes', async () => {
    await openCollection('textures');
    await expect.poll(() => options(visit.page)).toBeGreaterThan(0);
    await visit.inAnotherTab(visit.page.url(), async (other) => {
      await expect.poll(() => options(other)).toBe(await options(visit.page));
      await visit.page.bringToFront();
      await visit.click('button', 'Options for textures');
      await visit.click('menuitem', 'Rename');
      await visit.fill('Name', 'called otherwise');
      await visit.click('button', 'Rename');
      await expect.poll(() => other.evaluate(() => document.body.innerText)).toContain('called otherwise');
    });
  });

  test('a new version waits, and comes with the reload that it offers', async () => {
    await publishNewVersion(outDir);
    await visit.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect.poll(() => visit.says('A new version of Gramscope is ready.'), START).toBe(true);
    expect(await visit.page.title()).toBe('Gramscope');
    await visit.click('button', 'Reload');
    // A page that is about to go has no title to tell.
    await expect.poll(() => visit.page.title().catch(() => ''), START).toBe('Gramscope, the next');
    await expect.poll(() => options(visit.page), START).toBeGreaterThan(0);
  });

  test('after a reload without a network everything is there, and can be searched', async () => {
    await ask();
    await expect.poll(hitDistances).toHaveLength(HITS);
    const before = await hitDistances();
    await server.close();
    isServed = false;
    await visit.page.reload();
    await expect.poll(hitDistances, START).toEqual(before);
  });

  test('a slide is seen, and asked from by click and by region, with the heat map', async () => {
    test.skip(!shared, 'There is no slide on this machine.');
    await goHome();
    await visit.chooseFiles('Files to index', [path.join(shared ?? '', 'data/slides', SLIDE)]);
    await chooseSmallProfile();
    await visit.fill('Tile size, in pixels', '256');
    // Until its tissue has been found, a slide has more than so many patches.
    const estimate = () =>
      visit.page.$$eval('[aria-label="Estimate"]', ([status]) => (status as HTMLElement)?.innerText ?? '');
    await expect.poll(estimate, START).toMatch(/^[\d,]+ patches/);
    await visit.press('Start indexing');
    await expect.poll(() => visit.saysLike(/Indexed \d+ patches/), ENCODING).toBe(true);
    await visit.page.locator('nav[aria-label="Slides"] a').click();
    await expect.poll(() => colours('.openseadragon-canvas canvas'), START).toBeGreaterThan(100);
    const tissue = await onSlide(TISSUE);
    await visit.page.mouse.click(tissue.x, tissue.y);
    await expect.poll(() => visit.page.url()).toMatch(/\/p\/\d+$/);
    // Hits that touch are grouped: how many are left hangs on the slide.
    await expect.poll(async () => (await hitDistances()).length).toBeGreaterThan(1);
    await visit.click('button', 'Heat map');
    await expect.poll(() => visit.page.$$eval('section[aria-label="Heat map"]', (all) => all.length)).toBe(1);
    await expect.poll(() => colours('canvas[aria-hidden]')).toBeGreaterThan(5);
    const before = await hitDistances();
    await visit.click('button', 'Draw a region');
    const from = await onSlide(TISSUE);
    const to = await onSlide({ x: TISSUE.x + 0.15, y: TISSUE.y + 0.1 });
    await visit.page.mouse.move(from.x, from.y);
    await visit.page.mouse.down();
    await visit.page.mouse.move(to.x, to.y, { steps: 3 });
    await visit.page.mouse.up();
    await expect.poll(() => visit.page.url()).toMatch(/\/r\/\d+,\d+,\d+,\d+,/);
    await expect.poll(() => visit.saysLike(/Region of \d+ × \d+ µm at/), ENCODING).toBe(true);
    await expect.poll(hitDistances, ENCODING).not.toEqual(before);
    await expect.poll(async () => (await hitDistances()).length).toBeGreaterThan(1);
  });

  test('no fault went unnoticed', () => {
    expect(visit.errors).toEqual([]);
  });

  async function imagesToChoose(): Promise<string[]> {
    if (shared) return goldenFiles(shared, PATCHES);
    return Array.from({ length: PATCHES }, (_, at) => path.join(folder, 'crypts', `${at + 1}.png`));
  }

  async function goHome(): Promise<void> {
    await visit.page.goto(`${server.url}#/`);
  }

  /** A sixteenth of the work. */
  async function chooseSmallProfile(): Promise<void> {
    // By the page: what moves while a slide is looked at moves the button from under a pointer.
    const profile = await visit.page.waitForSelector('[role="dialog"] button ::-p-text(Profile: )');
    await profile?.evaluate((words) => words.closest('button')?.click());
    await visit.click('radio', 'Custom');
    await visit.fill('Longer side, in pixels', '64');
  }

  async function openCollection(name: string): Promise<void> {
    await visit.page.locator(`nav[aria-label="Main"] a ::-p-text(${name})`).click();
  }

  function collectionNames(): Promise<string[]> {
    return visit.page.$$eval('button[aria-label^="Options for "]', (all) =>
      all.map(({ ariaLabel }) => ariaLabel ?? ''),
    );
  }

  async function ask(): Promise<void> {
    await visit.page.locator('[role="option"]').click();
  }

  function options(page: Page): Promise<number> {
    return page.$$eval('[role="option"]', (all) => all.length);
  }

  async function hitDistances(): Promise<number[]> {
    const texts = await visit.page.$$eval('[aria-label="Similar patches"] > li', (items) =>
      items.map(({ textContent }) => textContent ?? ''),
    );
    return texts.map((text) => Number(/distance\s*([\d,]+)/.exec(text)?.[1]?.replace(',', '')));
  }

  /** A place of the slide on the screen, while the whole of it is shown. */
  async function onSlide({ x, y }: { x: number; y: number }): Promise<{ x: number; y: number }> {
    const box = await visit.page.$eval(`section[aria-label="${SLIDE}"] [role="application"]`, (view) => {
      const { left, top, width, height } = view.getBoundingClientRect();
      return { left, top, width, height };
    });
    const zoom = Math.min(box.width / SLIDE_SIZE.width, box.height / SLIDE_SIZE.height);
    return {
      x: box.left + box.width / 2 + (x - 0.5) * SLIDE_SIZE.width * zoom,
      y: box.top + box.height / 2 + (y - 0.5) * SLIDE_SIZE.height * zoom,
    };
  }

  /** How many different colours are painted on a canvas of the slide. */
  function colours(canvas: string): Promise<number> {
    return visit.page.$$eval(`section[aria-label="${SLIDE}"] ${canvas}`, ([found]) => {
      if (!(found instanceof HTMLCanvasElement)) return 0;
      const { width, height } = found;
      const pixels = found.getContext('2d')?.getImageData(0, 0, width, height).data;
      return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer())).size;
    });
  }
});
