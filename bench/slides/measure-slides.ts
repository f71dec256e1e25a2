import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';
import { serveApp } from '../../scripts/setup/serve-app.mjs';
import type {} from './page/page.ts';

interface Figures {
  readonly firstViewMs: number;
  /** Of 256 x 256 pixels, with two readers. */
  readonly tilesPerSecond: number;
  readonly patchesPerSecond: number;
  readonly cancelMs: number;
  /** Most memory of the page and its workers while patches were read; undefined where the system does not say. */
  readonly peakMegabytes: number | undefined;
}

/** Goals: first view below 2,000 ms, 100 tiles a second, 600 MB, cancel below 1,000 ms. */
export async function measureSlides(slides: Readonly<Record<string, string>>): Promise<Record<string, Figures>> {
  const server = await serveApp({ port: 4610, outDir: 'dist-bench-slides' });
  const executablePath = findBrowser();
  const browser = await chromium.launch({ args: browserArguments(), ...(executablePath && { executablePath }) });
  try {
    const figures: Record<string, Figures> = {};
    for (const [name, file] of Object.entries(slides)) figures[name] = await measureSlide(browser, server.url, file);
    return figures;
  } finally {
    await browser.close();
    await server.close();
  }
}

async function measureSlide(browser: Browser, url: string, file: string): Promise<Figures> {
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

/** The page and its workers are one process. */
async function watchMemory(browser: Browser): Promise<{ stop(): number | undefined }> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  let peak: number | undefined;
  const look = () => {
    const sizes = renderers.map(ownMegabytes).filter((size) => size !== undefined);
    if (sizes.length > 0) peak = Math.max(peak ?? 0, ...sizes);
  };
  look();
  const timer = setInterval(look, 100);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

/** Memory of its own and shared memory, without what is only mapped from files. */
function ownMegabytes(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0);
    return Math.round((kilobytes('RssAnon') + kilobytes('RssShmem')) / 1024);
  } catch {
    return undefined;
  }
}
