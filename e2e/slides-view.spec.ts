/** Whole slides on the screen: looked at, searched from by click and by region, with the heat map over them, and side by side. */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { countDifferingBits } from './support/hamming.ts';
import { readStoredPatches, type StoredPatch } from './support/library.ts';
import { chooseProfile, countReviewed, expectIndexed, similarPatches } from './support/screens.ts';

const shared = sharedFolder();

/** Of the custom profile with 64 entries a layer. */
const BARCODE_BYTES = 40;
const BITS = 320;
/** The same tissue twice: one level of JPEG tiles, and a pyramid. */
const APERIO = 'CMU-1-Small-Region.svs';
const PYRAMID = 'CMU-1-Small-Region.pyramid.tif';
/** Slides of other formats: JPEG 2000 without a resolution, and DICOM. */
const OTHERS = ['TCGA-CR-7395-01A-01-TS1.svs', 'TCGA-XK-AAJU-small.dcm'];
const SLIDE = { width: 2220, height: 2967 };
/** Of a patch, in pixels of the slide. */
const SIDE = 256;
/** Well within the tissue. */
const QUERY = { x: 4 * SIDE, y: 7 * SIDE, width: SIDE, height: SIDE };

test.describe('slides on the screen', () => {
  test.skip(!shared, 'no shared folder');
  test.describe.configure({ mode: 'serial' });

  let app: OpenApp;
  let page: Page;
  let folder: string;
  let stored: StoredPatch[];

  test.beforeAll(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-slides-')), 'slides');
    await mkdir(folder);
    for (const name of [APERIO, PYRAMID, ...OTHERS])
      await copyFile(path.join(shared ?? '', 'data/slides', name), path.join(folder, name));
    app = await openApp();
    page = app.page;
    await indexSlides(page, folder);
    stored = await readStoredPatches(page, BARCODE_BYTES);
  });
  test.afterAll(async () => {
    await app?.close();
    if (folder) await rm(path.dirname(folder), { recursive: true, force: true });
  });

  test('a slide opens, and its tissue is seen', async () => {
    await page.getByRole('navigation', { name: 'Slides' }).getByRole('link', { name: APERIO }).click();
    await expect.poll(() => colourOf(page, APERIO, QUERY), { timeout: 30_000 }).toEqual('purple');
    expect(await colourOf(page, APERIO, { x: 20, y: 1500, width: 60, height: 60 })).toBe('white');
    await expect(slide(page, APERIO).getByText('200 µm')).toBeVisible();
  });

  test('the magnification is told and chosen', async () => {
    await page.getByRole('button', { name: '20×, 0.5 µm a screen pixel' }).click();
    await expect(slide(page, APERIO).getByText('50 µm20×')).toBeVisible();
    await page.getByRole('button', { name: 'Show the whole slide' }).click();
    await expect(slide(page, APERIO).getByText('20×', { exact: false }).locator('visible=true').first()).toBeVisible();
    await expect(page.getByRole('button', { name: '20×, 0.5 µm a screen pixel' })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
  });

  test('a click searches with the patch that lies there', async () => {
    const { x, y } = await onScreen(page, APERIO, QUERY);
    await page.mouse.click(x, y);
    await expect(page).toHaveURL(new RegExp(`/p/${idOf(APERIO)}$`));
    await page.getByRole('switch', { name: 'Group adjacent hits' }).click();
    const hits = similarPatches(page).getByRole('listitem');
    await expect(hits).toHaveCount(10);
    await expect.poll(async () => distancesOf(await hits.allInnerTexts())).toEqual(nearestByHand().slice(0, 10));
  });

  test('a rectangle that is drawn over a patch searches with it', async () => {
    await page.getByRole('button', { name: 'Close the query' }).click();
    await page.getByRole('button', { name: 'Draw a region' }).click();
    await draw(page, APERIO, QUERY);
    await expect(page).toHaveURL(new RegExp(`/p/${idOf(APERIO)}$`));
    await expect(page.getByRole('button', { name: 'Draw a region' })).toHaveAttribute('aria-pressed', 'false');
  });

  test('a region that is a patch is encoded to the same bits, and the patches around it are near', async () => {
    const { x, y, width, height } = QUERY;
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      `${slideHash(page)}/r/${[x, y, width, height, APERIO].join()}`,
    );
    const hits = similarPatches(page).getByRole('listitem');
    const identical = async () => {
      const texts = (await hits.allInnerTexts()).filter((text) => text.includes('distance 0 bits'));
      return texts.map((text) => /CMU.* mm/.exec(text.replaceAll('\n', ' '))?.[0]).sort();
    };
    // The pyramid holds the same tissue in the same pixels; what lies in the region itself is no hit.
    const places = [APERIO, PYRAMID].map((name) => `${name} at ${placeInMm(QUERY)}`).sort();
    await expect.poll(identical, { timeout: 30_000 }).toEqual(places.filter((place) => place.startsWith(PYRAMID)));
    await expect(page.getByRole('switch', { name: 'Include same slide' })).toBeVisible();
    await page.getByRole('switch', { name: 'Include the region' }).click();
    await expect.poll(identical).toEqual(places);
    const around = stored.filter(
      ({ path: of, area }) => of.startsWith(`${APERIO}#`) && area && areNeighbours(area, QUERY),
    );
    const all = stored.filter(({ path: of }) => of.startsWith(`${APERIO}#`));
    expect(around.length).toBeGreaterThan(3);
    expect(meanDistance(around)).toBeLessThan(meanDistance(all));
  });

  test('a rectangle drawn anywhere is a query of its own', async () => {
    await page.keyboard.down('Shift');
    await draw(page, APERIO, { x: 1000, y: 1900, width: 420, height: 300 });
    await page.keyboard.up('Shift');
    await expect(page).toHaveURL(/\/r\/\d+,\d+,\d+,\d+,/);
    const hits = similarPatches(page).getByRole('listitem');
    await expect(page.getByText(/^Region of \d+ × \d+ µm at/)).toBeVisible();
    await expect(hits).toHaveCount(10, { timeout: 30_000 });
    const [, left = 0, top = 0] = /\/r\/(\d+),(\d+),/.exec(page.url())?.map(Number) ?? [];
    expect(Math.abs(left - 1000)).toBeLessThan(8);
    expect(Math.abs(top - 1900)).toBeLessThan(8);
    await page.goBack();
    await expect(hits.first()).toContainText('distance 0 bits', { timeout: 30_000 });
  });

  test('the heat map is nearest on the query, on the slide and in its table', async () => {
    await page.getByRole('button', { name: 'Heat map', exact: true }).click();
    await page.getByRole('button', { name: 'Patches', exact: true }).click();
    const cells = stored.filter(({ path: of, area }) => of.startsWith(`${APERIO}#`) && area);
    await expect(page.getByRole('region', { name: 'Heat map' })).toBeVisible();
    await page.getByRole('button', { name: 'Show the whole slide' }).click();
    // The colours end at the nearest of the others, which may be as warm; from there they run to cold.
    const spread = async () => {
      const heats = await Promise.all(cells.map(({ area = QUERY }) => heatAt(page, APERIO, area)));
      const query = await heatAt(page, APERIO, QUERY);
      return { warmer: heats.filter((heat) => heat > query + 2).length, isWide: Math.min(...heats) < query - 100 };
    };
    await expect.poll(spread).toEqual({ warmer: 0, isWide: true });
    await page.getByRole('button', { name: 'Show as a table' }).click();
    const places = page.getByRole('dialog').getByRole('table').nth(1).getByRole('row');
    await expect(places.nth(1)).toHaveText(`${placeInMm(QUERY)}100.0 %`);
    const counts = page.getByRole('dialog').getByRole('table').first().getByRole('row');
    const total = (await counts.getByRole('cell').allInnerTexts()).filter((_, at) => at % 2 === 0).map(Number);
    expect(total.reduce((sum, count) => sum + count, 0)).toBe(cells.length);
    await page.keyboard.press('Escape');
  });

  test('a hit opens its slide at its place, and the query stays', async () => {
    const hit = similarPatches(page).getByRole('listitem').filter({ hasText: PYRAMID }).first();
    await hit.getByRole('link').click();
    await expect(page).toHaveURL(/\/r\/.*\/at\/\d+$/);
    await expect(slide(page, PYRAMID)).toBeVisible();
    const id = Number(/\/at\/(\d+)$/.exec(page.url())?.[1]);
    expect(stored[id]?.path).toContain(PYRAMID);
    await expect.poll(() => isRingedInTheMiddle(page, PYRAMID), { timeout: 15_000 }).toBe(true);
    await expect(page.getByText(/^Region of 128 × 128 µm at/)).toBeVisible();
  });

  test('query and hit stand side by side at one magnification, and move as one', async () => {
    const hit = similarPatches(page).getByRole('listitem').filter({ hasText: PYRAMID }).first();
    await hit.getByRole('button', { name: 'Compare side by side' }).click();
    const [left, right] = [
      page.getByRole('region', { name: /^Query: / }),
      page.getByRole('region', { name: /^Hit: / }),
    ];
    await expect(left).toBeVisible();
    await expect(right).toBeVisible();
    await expect.poll(async () => (await magnificationOf(left)) === (await magnificationOf(right))).toBe(true);
    const before = await magnificationOf(left);
    await left.getByRole('application').press('+');
    await expect.poll(() => magnificationOf(left)).not.toBe(before);
    await expect.poll(async () => (await magnificationOf(left)) === (await magnificationOf(right))).toBe(true);
    await page.getByRole('button', { name: 'Close side by side' }).click();
    await expect(left).toBeHidden();
    await expect(slide(page, PYRAMID)).toBeVisible();
  });

  for (const name of OTHERS) {
    test(`a region of ${name}, included, finds itself first, its neighbours near, and is the heat map's warmest place`, async () => {
      const patches = stored.filter(({ path: of }) => of.startsWith(`${name}#`));
      const query = middleOf(patches);
      const { x, y, width, height } = query.area ?? QUERY;
      await page.evaluate(
        (hash) => {
          location.hash = hash;
        },
        `${slideHash(page).replace(/slide\/.*/, `slide/${encodeURIComponent(name)}`)}/r/${[x, y, width, height, name].join()}`,
      );
      const first = similarPatches(page).getByRole('listitem').first();
      // The answer before it has a hit at distance 0, too.
      await expect(first).toContainText(name, { timeout: 30_000 });
      await expect(first).toContainText('distance 0 bits');
      await first.getByRole('link').click();
      await expect(page).toHaveURL(new RegExp(`/at/${stored.indexOf(query)}$`));
      const distance = ({ barcode }: StoredPatch) => countDifferingBits(barcode, query.barcode);
      const mean = (of: readonly StoredPatch[]) => of.reduce((sum, patch) => sum + distance(patch), 0) / of.length;
      const around = patches.filter(({ area }) => area && areNeighbours(area, { x, y, width, height }));
      expect(around.length).toBeGreaterThan(3);
      expect(mean(around)).toBeLessThan(mean(patches));
      await page.getByRole('button', { name: 'Show as a table' }).click();
      const best = page.getByRole('dialog').getByRole('table').nth(1).getByRole('row').nth(1);
      await expect(best).toContainText('100.0 %');
      await page.keyboard.press('Escape');
    });
  }

  test('opened by a key it has the focus', async () => {
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^slides/ })
      .click();
    await page.getByRole('navigation', { name: 'Slides' }).getByRole('link', { name: APERIO }).press('Enter');
    await expect.poll(() => colourOf(page, APERIO, QUERY), { timeout: 30_000 }).toEqual('purple');
    await expect.poll(() => slide(page, APERIO).evaluate((pane) => pane.contains(document.activeElement))).toBe(true);
  });

  test('dropped again after a reload it reopens, whatever its name is now, and nothing is indexed', async () => {
    await page.reload();
    await expect(slide(page, APERIO).getByRole('button', { name: /^Allow access|^Choose its folder/ })).toBeVisible();
    const moved = path.join(path.dirname(folder), 'moved.svs');
    await copyFile(path.join(folder, APERIO), moved);
    await dropOnPage(page, [moved]);
    await expect.poll(() => colourOf(page, APERIO, QUERY), { timeout: 30_000 }).toEqual('purple');
    await expect(page.getByRole('dialog')).toBeHidden();
    expect(await readStoredPatches(page, BARCODE_BYTES)).toHaveLength(stored.length);
    await dropOnPage(page, [moved]);
    await expect(page.getByRole('dialog', { name: 'Index 1 whole slide' })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  test('the console stayed clean', () => {
    expect(app.consoleErrors).toEqual([]);
  });

  function idOf(name: string): number {
    return stored.findIndex(({ path: of }) => of === `${name}#${QUERY.x},${QUERY.y}`);
  }

  /** The distances of every other patch to the query, from the stored barcodes alone. */
  function nearestByHand(): number[] {
    const id = idOf(APERIO);
    return stored
      .filter((_, other) => other !== id)
      .map((patch) => distanceTo(patch))
      .sort((a, b) => a - b);
  }

  function distanceTo({ barcode }: StoredPatch): number {
    return countDifferingBits(barcode, stored[idOf(APERIO)]?.barcode ?? barcode);
  }

  function meanDistance(patches: readonly StoredPatch[]): number {
    return patches.reduce((sum, patch) => sum + distanceTo(patch), 0) / patches.length / BITS;
  }
});

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function indexSlides(page: Page, folder: string): Promise<void> {
  await dropOnPage(page, [folder]);
  const review = page.getByRole('dialog');
  await chooseProfile(page, 'Custom');
  await review.getByLabel('Longer side, in pixels').fill('64');
  await review.getByRole('combobox', { name: 'Entries of the Gram matrices kept' }).click();
  await page.getByRole('option', { name: '64 per layer, evenly spaced' }).click();
  await review.getByLabel('Tile size, in pixels').fill(String(SIDE));
  const patches = await countReviewed(page);
  await page.getByRole('button', { name: 'Start indexing' }).click();
  await expectIndexed(page, patches, 120_000);
}

function slide(page: Page, name: string): Locator {
  return page.getByRole('region', { name });
}

function slideHash(page: Page): string {
  return /#(.*\/slide\/[^/]+)/.exec(page.url())?.[1] ?? '';
}

function distancesOf(hits: readonly string[]): number[] {
  return hits.map((text) => Number(/distance (\d+)/.exec(text)?.[1]));
}

function areNeighbours(a: Area, b: Area): boolean {
  const [across, down] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
  return across <= a.width && down <= a.height && across + down > 0;
}

/** The patch nearest to the middle of all. */
function middleOf(patches: readonly StoredPatch[]): StoredPatch {
  const mean = (axis: 'x' | 'y') => patches.reduce((sum, { area }) => sum + (area?.[axis] ?? 0), 0) / patches.length;
  const [x, y] = [mean('x'), mean('y')];
  const off = ({ area }: StoredPatch) => Math.hypot((area?.x ?? 0) - x, (area?.y ?? 0) - y);
  const [nearest] = patches.toSorted((a, b) => off(a) - off(b));
  if (!nearest) throw new Error('no patches');
  return nearest;
}

function placeInMm({ x, y }: Area): string {
  return `${[x, y].map((pixels) => ((pixels * 0.499) / 1000).toFixed(2)).join(', ')} mm`;
}

/** The middle of an area on the screen while the whole slide is shown, and how many screen pixels a pixel of the slide takes. */
async function onScreen(page: Page, name: string, { x, y, width, height }: Area) {
  const box = await slide(page, name).getByRole('application').boundingBox();
  if (!box) throw new Error('no viewer');
  const zoom = Math.min(box.width / SLIDE.width, box.height / SLIDE.height);
  return {
    x: box.x + box.width / 2 + (x + width / 2 - SLIDE.width / 2) * zoom,
    y: box.y + box.height / 2 + (y + height / 2 - SLIDE.height / 2) * zoom,
    zoom,
  };
}

async function draw(page: Page, name: string, area: Area): Promise<void> {
  const { x, y, zoom } = await onScreen(page, name, area);
  const [across, down] = [(area.width * zoom) / 2, (area.height * zoom) / 2];
  await page.mouse.move(x - across, y - down);
  await page.mouse.down();
  await page.mouse.move(x, y, { steps: 3 });
  await page.mouse.move(x + across, y + down, { steps: 3 });
  await page.mouse.up();
}

type Layer = 'tissue' | 'overlay';

/** Mean red, green, blue and opacity, 0 to 255, of a square of a canvas around a point of the screen. */
async function meanColour(page: Page, name: string, layer: Layer, at: { x: number; y: number }, side: number) {
  const canvases = slide(page, name).locator(
    layer === 'tissue' ? '.openseadragon-canvas canvas' : 'canvas[aria-hidden]',
  );
  return canvases.first().evaluate(
    (canvas: HTMLCanvasElement, { x, y, side }) => {
      const box = canvas.getBoundingClientRect();
      const scale = canvas.width / box.width;
      const left = Math.round((x - box.x - side / 2) * scale);
      const top = Math.round((y - box.y - side / 2) * scale);
      const pixels = canvas.getContext('2d')?.getImageData(left, top, Math.ceil(side * scale), Math.ceil(side * scale));
      const data = Array.from(pixels?.data ?? []);
      return [0, 1, 2, 3].map(
        (channel) => data.reduce((sum, value, i) => (i % 4 === channel ? sum + value : sum), 0) / (data.length / 4),
      );
    },
    { ...at, side },
  );
}

/** What an area of the slide looks like while the whole slide is shown. */
async function colourOf(page: Page, name: string, area: Area): Promise<'nothing' | 'white' | 'purple' | 'other'> {
  const { x, y, zoom } = await onScreen(page, name, area);
  const [red = 0, green = 0, blue = 0, opacity = 0] = await meanColour(
    page,
    name,
    'tissue',
    { x, y },
    area.width * zoom,
  );
  if (opacity < 250) return 'nothing';
  if (Math.min(red, green, blue) > 225) return 'white';
  return red > green + 30 && blue > green + 20 ? 'purple' : 'other';
}

/** How warm the heat map is on an area: cividis goes from blue to yellow. */
async function heatAt(page: Page, name: string, area: Area): Promise<number> {
  const { x, y, zoom } = await onScreen(page, name, area);
  const [red = 0, green = 0, blue = 0] = await meanColour(page, name, 'overlay', { x, y }, (area.width * zoom) / 3);
  return red + green - blue;
}

/** Whether a ring in the accent's colour lies around the middle of the view. */
async function isRingedInTheMiddle(page: Page, name: string): Promise<boolean> {
  return slide(page, name)
    .locator('canvas[aria-hidden]')
    .evaluate((canvas: HTMLCanvasElement) => {
      const [middle, reach] = [canvas.width / 2, canvas.height * 0.2];
      const row = canvas.getContext('2d')?.getImageData(middle - reach, canvas.height / 2, reach * 2, 1).data;
      if (!row) return false;
      const isRing = (at: number) =>
        row[at] === 10 && row[at + 1] === 106 && row[at + 2] === 106 && row[at + 3] === 255;
      const rings = Array.from({ length: row.length / 4 }, (_, at) => at).filter((at) => isRing(at * 4));
      const [first = 0, last = 0] = [rings[0], rings.at(-1)];
      return rings.length >= 2 && Math.abs((first + last) / 2 - reach) < 3 && last - first > reach / 2;
    });
}

/** "12×", as it stands beside the scale bar. */
async function magnificationOf(pane: Locator): Promise<string> {
  return /[\d.]+×/.exec(await pane.getByText(/(µm|mm)[\d.]+×$/).innerText())?.[0] ?? '';
}
