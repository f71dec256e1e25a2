/** Slides whose readers are WebAssembly that the page's policy has to let run, and the choice among the channels of one. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { writeDicomSlide } from '../src/imaging/slides/testing/write-dicom-slide.ts';
import { writeZarr } from '../src/imaging/slides/testing/write-zarr.ts';
import { codecStream } from '../src/imaging/testing/codec-streams.ts';
import { openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { readStoredSlides } from './support/library.ts';
import { expectIndexed } from './support/screens.ts';

const ZARR = 'stained.ome.zarr';
const NAMES = ['DAPI', 'FITC', 'Cy5'];

test('OME-Zarr in Blosc, JPEG-LS and HTJ2K are read under the policy; channels are chosen, seen, stored and found again', async () => {
  const folder = await makeFolder();
  const app = await openApp();
  try {
    const { page } = app;
    await dropOnPage(page, [folder]);
    const review = page.getByRole('dialog', { name: 'Index 3 whole slides' });
    const row = (name: string) => review.getByRole('listitem').filter({ hasText: name });
    for (const name of ['jpeg-ls.dicom', 'htj2k.dicom']) {
      await choose(review, 'Slide shown', name);
      await expect(review.getByRole('img', { name: `The tissue of ${name}` })).toBeVisible({ timeout: 30_000 });
      await expect(row(name)).toContainText('40 × 30 px');
    }
    await choose(review, 'Slide shown', ZARR);
    const picture = review.getByRole('img', { name: `The tissue of ${ZARR}` });
    await expect(row(ZARR)).toContainText('512 × 512 px · 1 level · only channel 1 of 3 (DAPI) is read · Blosc');
    expect(await isColourful(picture)).toBe(false);
    await choose(review, 'Channels', 'All, in their colours');
    await expect(row(ZARR)).toContainText('3 channels in their colours');
    await expect.poll(() => isColourful(picture), { timeout: 30_000 }).toBe(true);
    await review.getByRole('slider', { name: 'Minimum tissue per patch' }).press('Home');
    await page.getByRole('button', { name: 'Start indexing' }).click();
    await expectIndexed(page, 4, 120_000);
    const stored = await readStoredSlides(page);
    expect(stored.find(({ path: at }) => at === ZARR)).toMatchObject({
      info: { format: 'ome-zarr', channels: { names: NAMES, shown: 'composite' } },
    });
    // The folder dropped again has nothing new: the choice is the collection's.
    await dropOnPage(page, [folder]);
    await expect(row(ZARR)).toContainText('3 channels in their colours');
    expect(app.consoleErrors).toEqual([]);
  } finally {
    await app.close();
    await rm(path.dirname(folder), { recursive: true, force: true });
  }
});

/** Whether anything in a canvas has a colour, but for the lines that are drawn over it. */
function isColourful(canvas: Locator): Promise<boolean> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const data = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    let colourful = 0;
    for (let i = 0; i < data.length; i += 4) {
      const [red = 0, green = 0, blue = 0] = [data[i], data[i + 1], data[i + 2]];
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) colourful++;
    }
    return colourful * 4 > data.length / 10;
  });
}

/** Three channels of 16 bits, each bright in a part of its own. */
async function makeFolder(): Promise<string> {
  const into = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-channels-')), 'slides');
  const colours = ['0000FF', '00FF00', 'FF0000'];
  const channels = NAMES.map((label, at) => ({ label, color: colours[at], window: { start: 0, end: 1000 } }));
  const near = (x: number, y: number, left: number, top: number) =>
    Math.max(0, 900 - 4 * Math.hypot(x - left, y - top));
  const valueAt = (c: number, y: number, x: number) => Math.round(near(x, y, 130 + 120 * c, 160 + 90 * c));
  const level = { width: 512, height: 512, channels: 3, valueAt };
  const recipe = {
    version: 2,
    type: 'uint16',
    codec: 'blosc',
    chunk: [256, 256],
    levels: [level],
    omero: { channels },
  } as const;
  for (const { path: below, file } of await writeZarr(recipe)) {
    const at = path.join(into, ZARR, below);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, new Uint8Array(await file.arrayBuffer()));
  }
  await writeFile(path.join(into, 'jpeg-ls.dicom'), oneFrame('1.2.840.10008.1.2.4.80', codecStream('pixelAfterPixel')));
  await writeFile(path.join(into, 'htj2k.dicom'), oneFrame('1.2.840.10008.1.2.4.201', codecStream('htj2k')));
  return into;
}

/** A DICOM slide of one frame of 40 x 30 pixels. */
function oneFrame(transferSyntax: string, stream: Uint8Array): Uint8Array {
  const elements = {
    524296: { CS: 'ORIGINAL\\PRIMARY\\VOLUME\\NONE' },
    524310: { UI: '1.2.840.10008.5.1.4.1.1.77.1.6' },
    524384: { CS: 'SM' },
    2134801: { CS: 'TILED_FULL' },
    2621442: { US: [3] },
    2621444: { CS: 'RGB' },
    2621446: { US: [0] },
    2621448: { IS: '1' },
    2621456: { US: [30] },
    2621457: { US: [40] },
    2621696: { US: [8] },
    4718598: { UL: [40] },
    4718599: { UL: [30] },
  };
  return writeDicomSlide({ transferSyntax, elements, frames: [[stream]] });
}

async function choose(review: Locator, label: string, option: string): Promise<void> {
  await review.getByRole('combobox', { name: label }).click();
  await review.page().getByRole('option', { name: option }).click();
}
