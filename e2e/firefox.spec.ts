/**
 * A person's journey in Firefox: a first visit with an empty profile, where the question for lasting storage is never
 * answered. Playwright cannot drive this Firefox, so it is driven over WebDriver BiDi.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findFirefox } from '../scripts/setup/find-firefox.mjs';
import { serveApp } from '../scripts/setup/serve-app.mjs';
import { privateFileSizes } from './support/private-files.ts';
import { makeTextureFolder } from './support/textures.ts';

const PATCHES = 6;
/** VGG19 takes seconds a patch where other work keeps the cores busy. */
const ENCODING = { timeout: 120_000 };

const firefox = findFirefox();

test.describe('in Firefox', () => {
  test.skip(!firefox, 'There is no Firefox on this machine.');
  test.describe.configure({ mode: 'serial' });

  let server: Awaited<ReturnType<typeof serveApp>>;
  let isServed = true;
  let browser: Browser;
  let page: Page;
  let profile: string;
  let folder: string;
  const errors: string[] = [];

  test.beforeAll(async () => {
    server = await serveApp({ port: 4900 + (process.pid % 90) });
    profile = await mkdtemp(path.join(tmpdir(), 'gramscope-firefox-'));
    folder = await makeTextureFolder({ imagesAKind: PATCHES, side: 64 });
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefox ?? '',
      userDataDir: profile,
      defaultViewport: { width: 1440, height: 900 },
    });
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(server.url);
  });
  test.afterAll(async () => {
    await browser?.close();
    if (isServed) await server?.close();
    if (profile) await rm(profile, { recursive: true, force: true });
  });

  test('files are chosen and indexed on the first visit, with a pause', async () => {
    const input = await page.waitForSelector('input[aria-label="Files to index"]');
    const files = Array.from({ length: PATCHES }, (_, at) => path.join(folder, 'crypts', `${at + 1}.png`));
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...files);
    await press('Start indexing');
    await press('Pause');
    await expect.poll(() => says('Indexing is paused'), ENCODING).toBe(true);
    await press('Resume');
    await expect.poll(() => says(`Indexed ${PATCHES} patches`), ENCODING).toBe(true);
    expect(await page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
    expect(await page.evaluate(() => navigator.storage.persisted())).toBe(false);
  });

  test('a click finds the patches most similar, nearest first', async () => {
    await ask();
    const distances = await hitDistances();
    expect(distances).toHaveLength(PATCHES - 1);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
  });

  test('an export is put together on the disk, and imported as it was', async () => {
    await page.evaluate(() => {
      const make = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (blob: Blob) => {
        Object.assign(globalThis, { handedOut: blob });
        return make(blob);
      };
    });
    const before = await hitDistances();
    await page.locator('button[aria-label^="Options for"]').click();
    await page.locator('[role="menuitem"] ::-p-text(Export to a file)').click();
    await press('Export');
    const size = () =>
      page.evaluate(() => {
        const { handedOut } = globalThis as { handedOut?: Blob };
        return handedOut instanceof File ? handedOut.size : 0;
      });
    await expect.poll(size).toBeGreaterThan(10_000);
    expect(await page.evaluate(privateFileSizes)).toEqual([await size()]);
    await page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('input[aria-label="Exported collection to import"]');
      const data = new DataTransfer();
      data.items.add((globalThis as unknown as { handedOut: File }).handedOut);
      if (input) input.files = data.files;
      input?.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await expect.poll(() => page.$$eval('button[aria-label^="Options for"]', (all) => all.length)).toBe(2);
    await expect.poll(async () => (await hitDistances()).length).toBe(0);
    await ask();
    expect(await hitDistances()).toEqual(before);
  });

  test('what is dropped is summed up, and a link leaves the page where it is', async () => {
    await drop(`data.items.add(new File(['x'], 'a.png')); data.items.add(new File(['x'], 'b.png'));`);
    await expect.poll(() => says('Index 2 images')).toBe(true);
    await press('Cancel');
    await drop(`data.setData('text/uri-list', 'file:///home/me/colon');`);
    await expect.poll(() => says('dropped as an address')).toBe(true);
    await page.keyboard.press('Escape');
    expect(page.url().startsWith(server.url)).toBe(true);
  });

  test('a second tab shows the same', async () => {
    const other = await browser.newPage();
    await other.goto(page.url());
    await expect.poll(() => other.$$eval('[role="option"]', (all) => all.length)).toBe(PATCHES);
    await other.close();
    await page.bringToFront();
  });

  test('after a reload without a network everything is there, and can be searched', async () => {
    const before = await hitDistances();
    await server.close();
    isServed = false;
    await page.reload();
    await expect.poll(() => hitDistances()).toEqual(before);
    expect(errors).toEqual([]);
  });

  /** Clicks a button by its words as soon as it can be clicked: a run of six patches is over within seconds. */
  async function press(name: string): Promise<void> {
    const pressed = await page.evaluate(async (wanted: string) => {
      const end = Date.now() + 60_000;
      while (Date.now() < end) {
        const all = [...document.querySelectorAll('button')];
        const button = all.find((it) => !it.disabled && (it.innerText.trim() === wanted || it.ariaLabel === wanted));
        button?.click();
        if (button) return true;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return false;
    }, name);
    expect(pressed, name).toBe(true);
  }

  function says(words: string): Promise<boolean> {
    return page.evaluate((wanted) => document.body.innerText.includes(wanted), words);
  }

  async function ask(): Promise<void> {
    await page.waitForSelector('[role="option"]');
    await page.evaluate(() => document.querySelector<HTMLElement>('[role="option"]')?.click());
    await expect.poll(async () => (await hitDistances()).length).toBe(PATCHES - 1);
  }

  async function hitDistances(): Promise<number[]> {
    const find = (items: Element[]) => items.map(({ textContent }) => textContent ?? '');
    const hits = await page.$$eval(
      'ol[aria-label="Similar patches"] > li, ul[aria-label="Similar patches"] > li',
      find,
    );
    return hits.map((text) => Number(/distance\s*([\d,]+)/.exec(text)?.[1]?.replace(',', '')));
  }

  /** As a drop looks to the page; no driver of Firefox makes a real one. */
  async function drop(fill: string): Promise<void> {
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      ${fill}
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    })()`);
  }
});
