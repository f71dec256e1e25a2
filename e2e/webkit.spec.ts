/**
 * A first visit in WebKitGTK, the engine nearest to Safari's that runs on Linux. It has no SharedArrayBuffer though its
 * pages are isolated (WebKit bug 317847), so that the app computes and searches on one thread with plain memory.
 */
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { findWebKit } from '../scripts/setup/find-webkit.mjs';
import { serveApp } from '../scripts/setup/serve-app.mjs';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { readStoredPatches } from './support/library.ts';
import { makeTextureFolder } from './support/textures.ts';
import { bitsOffGolden, GOLDEN_TOLERANCE_BITS, goldenFiles } from './support/tiles.ts';
import { WebKitVisit } from './support/webkit.ts';

const PATCHES = 3;
const BARCODE_BYTES = 1_280;
/** One thread, on a machine whose cores other work may keep busy. */
const ENCODING = { timeout: 120_000 };
const START = { timeout: 60_000 };

const webKit = findWebKit();
const shared = sharedFolder();

test.describe('in WebKitGTK', () => {
  test.skip(!webKit, 'There is no WebKitGTK with its driver and Xvfb on this machine.');
  test.describe.configure({ mode: 'serial' });

  let server: Awaited<ReturnType<typeof serveApp>>;
  let isServed = true;
  let visit: WebKitVisit;
  let distances: number[];

  test.beforeAll(async () => {
    if (!webKit) return;
    const port = 5200 + 2 * (process.pid % 90);
    server = await serveApp({ port });
    visit = await WebKitVisit.open(webKit, port + 1);
    await visit.goto(server.url);
  });
  test.afterAll(async () => {
    await visit?.close();
    if (isServed) await server?.close();
  });
  test.afterEach(async () => {
    const info = test.info();
    if (info.status === info.expectedStatus) return;
    await info.attach('the page', { body: await visit.screenshot(), contentType: 'image/png' });
  });

  test('files are chosen and indexed on the first visit', async () => {
    await expect.poll(() => says('WASM, '), START).toBe(true);
    await visit.chooseFiles('Files to index', await imagesToChoose());
    await press('Start indexing');
    await expect.poll(() => says(`Indexed ${PATCHES} patches`), ENCODING).toBe(true);
  });

  test('the barcodes are the golden ones', async () => {
    test.skip(!shared, 'The golden barcodes are not on this machine.');
    const off = await bitsOffGolden(shared ?? '', await readStoredPatches(visit, BARCODE_BYTES));
    expect(off).toHaveLength(PATCHES);
    expect(Math.max(...off)).toBeLessThanOrEqual(GOLDEN_TOLERANCE_BITS);
  });

  test('a click finds the patches most similar, nearest first', async () => {
    await visit.click('//*[@role="option"]');
    await expect.poll(hitDistances).toHaveLength(PATCHES - 1);
    distances = await hitDistances();
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
  });

  test('a folder that comes as an address leaves the page where it is, which says what to do', async () => {
    await visit.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', 'file:///home/me/colon');
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    await expect.poll(() => says('dropped as an address')).toBe(true);
    await visit.press('\uE00C');
    await expect.poll(() => says('dropped as an address')).toBe(false);
  });

  test('after a reload everything is there, without a network too', async () => {
    await visit.reload();
    await expect.poll(hitDistances, START).toEqual(distances);
    await server.close();
    isServed = false;
    await visit.reload();
    await expect.poll(hitDistances, START).toEqual(distances);
  });

  async function imagesToChoose(): Promise<string[]> {
    if (shared) return goldenFiles(shared, PATCHES);
    const folder = await makeTextureFolder({ imagesAKind: PATCHES, side: 64 });
    return Array.from({ length: PATCHES }, (_, at) => path.join(folder, 'crypts', `${at + 1}.png`));
  }

  /** Clicks a button as soon as it can be clicked. */
  async function press(name: string): Promise<void> {
    const button = `//button[normalize-space()="${name}"][not(@disabled)]`;
    await expect(() => visit.click(button)).toPass({ timeout: 15_000 });
  }

  function says(words: string): Promise<boolean> {
    return visit.evaluate((wanted) => document.body.innerText.includes(wanted), words);
  }

  function hitDistances(): Promise<number[]> {
    return visit.evaluate(() => {
      const hits = document.querySelectorAll('[aria-label="Similar patches"] > li');
      return Array.from(hits, ({ textContent }) =>
        Number(/distance ([\d,]+)/.exec(textContent)?.[1]?.replace(',', '')),
      );
    });
  }
});
