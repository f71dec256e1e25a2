/** The Robust profile on real tiles of two slides: stains are told slide by slide, and how an image lies does not matter. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { encode as encodePng } from 'fast-png';
import { fromArrayBuffer } from 'geotiff';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { expectAccessible } from './support/accessible.ts';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { chooseProfile, expectIndexed, patch, readHits } from './support/screens.ts';

const SHARED = sharedFolder();
const SLIDES = ['HE-02', 'HE-10'];
const TILES_A_SLIDE = 4;

test.describe('the robust profile', () => {
  test.skip(!SHARED, 'needs real tiles');
  test.describe.configure({ mode: 'serial' });

  let app: OpenApp;
  let folder: string;
  let tiles: string[];

  test.beforeAll(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-robust-')), 'two slides');
    tiles = await copyTiles(folder);
    app = await openApp();
  });
  test.afterAll(async () => {
    await app.close();
    await rm(path.dirname(folder), { recursive: true, force: true });
  });

  test('tells stains slide by slide, and shows a patch before and after', async () => {
    const { page } = app;
    await dropOnPage(page, [folder]);
    const review = page.getByRole('dialog');
    await chooseProfile(page, 'Robust');
    await review.getByRole('combobox', { name: 'One case is' }).click();
    await page.getByRole('option', { name: 'Images that share a part of their name' }).click();
    await review.getByLabel('Pattern (regular expression)').fill('HE-\\d+');
    await review.getByRole('button', { name: 'Start indexing' }).click();
    await expectIndexed(page, tiles.length, 180_000);
    await page.getByRole('button', { name: 'Options for two slides' }).click();
    await page.getByRole('menuitem', { name: 'Details' }).click();
    const details = page.getByRole('dialog');
    await details.getByRole('combobox', { name: 'Slide' }).click();
    await expect(page.getByRole('option')).toHaveText(SLIDES);
    await page.getByRole('option', { name: SLIDES[1] ?? '' }).click();
    const before = await meanColour(details.getByRole('img', { name: 'A patch: as it is', exact: true }));
    const after = await meanColour(details.getByRole('img', { name: 'A patch: as it is compared' }));
    expect(Math.hypot(...before.map((value, at) => value - (after[at] ?? 0)))).toBeGreaterThan(10);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  });

  test('finds a tile by its turned image', async () => {
    const { page } = app;
    const tile = tiles[0] ?? '';
    const turned = turnLeft(await decodeTile(path.join(folder, tile)));
    const buffer = Buffer.from(encodePng({ ...turned, channels: 3, depth: 8 }));
    await patch(page, tile).click();
    await page.getByLabel('Image to search with').setInputFiles({ name: 'turned.png', mimeType: 'image/png', buffer });
    await expect(page.getByText('Normalised by the stains of the collection')).toBeVisible({ timeout: 60_000 });
    const [best] = await readHits(page, tiles, tiles.length);
    expect(best?.path).toBe(tile);
  });
});

/** The first tiles of each slide, from folder to folder. @returns Their paths. */
async function copyTiles(target: string): Promise<string[]> {
  const root = path.join(SHARED ?? '', 'data/kather2016-800');
  const found: string[] = [];
  for (const kind of await readdir(root)) {
    const names = (await readdir(path.join(root, kind))).sort();
    for (const slide of SLIDES) {
      const name = names.find((candidate) => candidate.includes(slide));
      const isWanted = found.filter((tile) => tile.includes(slide)).length < TILES_A_SLIDE;
      if (!name || !isWanted) continue;
      await mkdir(path.join(target, kind), { recursive: true });
      await copyFile(path.join(root, kind, name), path.join(target, kind, name));
      found.push(`${kind}/${name}`);
    }
  }
  return found;
}

async function decodeTile(file: string) {
  const { buffer } = new Uint8Array(await readFile(file));
  const image = await (await fromArrayBuffer(buffer)).getImage();
  const data = (await image.readRasters({ interleave: true })) as unknown as Uint8Array;
  return { width: image.getWidth(), height: image.getHeight(), data };
}

function turnLeft({ width, height, data }: { width: number; height: number; data: Uint8Array }) {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < height; x++) {
      const from = 3 * (x * width + width - 1 - y);
      turned.set(data.subarray(from, from + 3), 3 * (y * height + x));
    }
  }
  return { width: height, height: width, data: turned };
}

/** Of a shown image: red, green, blue. */
async function meanColour(image: Locator): Promise<number[]> {
  await expect(image).toBeVisible();
  return image.evaluate(async (element: HTMLImageElement) => {
    await element.decode();
    const canvas = new OffscreenCanvas(element.naturalWidth, element.naturalHeight);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(element, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return [0, 1, 2].map((channel) => {
      let sum = 0;
      for (let at = channel; at < data.length; at += 4) sum += data[at] ?? 0;
      return (4 * sum) / data.length;
    });
  });
}
