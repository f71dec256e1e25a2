/** The slow half: barcodes of files, drawings and areas of slides, by the app's own code in a browser. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';
import { serveApp } from '../../scripts/setup/serve-app.mjs';
import type { SlideArea } from '../../src/base/slide.ts';
import { BarcodeCache, barcodeKey } from './barcode-cache.ts';
import type { EncodedPatch } from './page/page.ts';

/** Where barcodes are kept between runs. To be deleted when the app's code gives other pixels or bits than before. */
const CACHE = fileURLToPath(new URL('../../.cache/evidence', import.meta.url));

/** Files that the page gets at once: enough that choosing them costs nothing, few enough that little is lost by a stop. */
const AT_ONCE = 16;

/** An image file, read or made. */
export interface ImageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How a slide is cut for the benchmark. */
export interface Cut {
  readonly patchSize: number;
  readonly micronsPerPixel: number;
  /** Taken where the slide does not know its resolution. */
  readonly assumed: number;
}

/** There is more to be encoded: what was done is kept, and the command goes on from there. */
export class OutOfTime extends Error {}

export class Encoder {
  readonly #page: Page;
  readonly #profile: string;
  readonly #cache = new BarcodeCache(CACHE);
  readonly #until: number;

  constructor(page: Page, profile: string, until: number) {
    this.#page = page;
    this.#profile = profile;
    this.#until = until;
  }

  async encodeFiles(files: readonly ImageFile[]): Promise<EncodedPatch[]> {
    const keys = files.map(({ bytes }) => barcodeKey([this.#profile], bytes));
    const missing = files.filter((_, at) => !this.#cache.has(keys[at] ?? ''));
    await this.#inPieces(missing, async (some) => {
      const chosen = some.map(({ name, bytes }) => ({
        name: path.basename(name),
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(bytes),
      }));
      await this.#page.locator('input').setInputFiles(chosen);
      const encoded = await this.#page.evaluate(() => globalThis.evidenceBench.encodeFiles());
      for (const [at, { bytes }] of some.entries()) {
        await this.#cache.write(barcodeKey([this.#profile], bytes), encoded[at] as EncodedPatch);
      }
    });
    return Promise.all(keys.map((key) => this.#cache.read(key)));
  }

  /** @returns The areas of a slide with their barcodes, those with as much tissue as wanted. */
  async encodeSlide(file: string, cut: Cut, isWanted: (tissue: number) => boolean): Promise<EncodedPatch[]> {
    const bytes = await readFile(file);
    await this.#page.locator('input').setInputFiles(file);
    const all = await this.#page.evaluate((wanted) => globalThis.evidenceBench.areasOf(wanted), cut);
    const areas = all.filter(({ tissue }) => isWanted(tissue)).map(({ area }) => area);
    const keyOf = (area: SlideArea) => barcodeKey([this.#profile, cut.patchSize, JSON.stringify(area)], bytes);
    const missing = areas.filter((area) => !this.#cache.has(keyOf(area)));
    await this.#inPieces(missing, async (some) => {
      const encoded = await this.#page.evaluate(
        ([wanted, size]) => globalThis.evidenceBench.encodeAreas(wanted, size),
        [some, cut.patchSize] as const,
      );
      for (const [at, area] of some.entries()) await this.#cache.write(keyOf(area), encoded[at] as EncodedPatch);
    });
    return Promise.all(areas.map((area) => this.#cache.read(keyOf(area))));
  }

  async #inPieces<Item>(items: readonly Item[], work: (some: readonly Item[]) => Promise<void>): Promise<void> {
    const begin = Date.now();
    for (let first = 0; first < items.length; first += AT_ONCE) {
      if (Date.now() > this.#until) throw new OutOfTime();
      await work(items.slice(first, first + AT_ONCE));
      const done = Math.min(items.length, first + AT_ONCE);
      console.error(`${done} of ${items.length}, ${((Date.now() - begin) / done / 1000).toFixed(2)} s each`);
    }
  }
}

/** @param seconds After which no further images are begun. @throws OutOfTime */
export async function withEncoder<Result>(
  seconds: number,
  work: (encoder: Encoder) => Promise<Result>,
): Promise<Result> {
  const server = await serveApp({ port: 4640, outDir: 'dist-bench-evidence' });
  const executablePath = findBrowser();
  const browser = await chromium.launch({ args: browserArguments(), ...(executablePath && { executablePath }) });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    // Without a graphics device the choice would be the same; with one, bits may differ by a few in ten thousand.
    await page.addInitScript(() => localStorage.setItem('gramscope.engine', 'wasm'));
    await page.goto(server.url);
    await page.waitForFunction(() => 'evidenceBench' in globalThis);
    const profile = await page.evaluate(() => globalThis.evidenceBench.start());
    return await work(new Encoder(page, profile, Date.now() + seconds * 1000));
  } finally {
    await browser.close();
    await server.close();
  }
}
