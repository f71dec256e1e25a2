import { type Browser, chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';
import { serveApp } from '../../scripts/setup/serve-app.mjs';
import { measureIndexingMemory } from './measure-indexing-memory.ts';
import type {} from './page/page.ts';
import { watchMemory } from './watch-memory.ts';

interface Figures {
  readonly firstViewMs: number;
  /** Of 256 x 256 pixels, with two readers. */
  readonly tilesPerSecond: number;
  readonly patchesPerSecond: number;
  readonly cancelMs: number;
  /** Most memory of the page and its workers while patches were read; undefined where the system does not say. */
  readonly peakMegabytes: number | undefined;
  /** The same while the app indexes the slide, encoder and all. */
  readonly indexingMegabytes: number | undefined;
}

/** Goals: first view below 2,000 ms, 100 tiles a second, 600 MB, cancel below 1,000 ms. */
export async function measureSlides(slides: Readonly<Record<string, string>>): Promise<Record<string, Figures>> {
  const server = await serveApp({ port: 4610, outDir: 'dist-bench-slides' });
  const executablePath = findBrowser();
  const browser = await chromium.launch({ args: browserArguments(), ...(executablePath && { executablePath }) });
  try {
    const figures: Record<string, Figures> = {};
    for (const [name, file] of Object.entries(slides)) {
      const indexingMegabytes = await measureIndexingMemory(browser, file);
      figures[name] = { ...(await measureSlide(browser, server.url, file)), indexingMegabytes };
    }
    return figures;
  } finally {
    await browser.close();
    await server.close();
  }
}

async function measureSlide(browser: Browser, url: string, file: string): Promise<Omit<Figures, 'indexingMegabytes'>> {
  const page: Page = await browser.newPage();
  await page.goto(url);
  await page.locator('input').setInputFiles(file);
  const firstViewMs = await page.evaluate(() => globalThis.slideBench.firstView());
  const tilesPerSecond = await page.evaluate(() => globalThis.slideBench.tilesPerSecond(1000));
  const memory = await watchMemory(browser);
  const patchesPerSecond = await page.evaluate(() => globalThis.slideBench.patchesPerSecond(1000));
  const peakMegabytes = memory.stop();
  const cancelMs = await page.evaluate(() => globalThis.slideBench.cancel());
  await page.close();
  return { firstViewMs, tilesPerSecond, patchesPerSecond, cancelMs, peakMegabytes };
}
