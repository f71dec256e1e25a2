import { chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';
import type { EncodeBench } from './engines.ts';
import type {} from './page/page.ts';
import { isolated } from './page/vite.config.ts';

/** Flags with which Chromium offers its software adapter, or on Linux the graphics card. */
const SOFTWARE_GPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'];
export const HARDWARE_GPU = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];

/** Runs `work` with the engines of the page and the browser's name. */
export async function withBenchPage<Result>(
  softwareGpu: boolean,
  work: (bench: EncodeBench, browser: string) => Promise<Result>,
): Promise<Result> {
  const server = await preview({
    configFile: false,
    logLevel: 'error',
    appType: 'mpa',
    build: { outDir: 'dist-bench' },
    preview: { port: 4650, host: 'localhost', headers: isolated },
  });
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    args: [...browserArguments(), ...(softwareGpu ? SOFTWARE_GPU : HARDWARE_GPU)],
    ...(executablePath && { executablePath }),
  });
  try {
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    await page.waitForFunction(() => 'encodeBench' in globalThis);
    return await work(enginesOf(page), `Chromium ${browser.version()}`);
  } finally {
    await browser.close();
    await server.close();
  }
}

function enginesOf(page: Page): EncodeBench {
  return {
    start: (engine, threads) =>
      page.evaluate(([key, count]) => globalThis.encodeBench.start(key, count), [engine, threads] as const),
    encode: (engine, size, batch) =>
      page.evaluate(([key, side, count]) => globalThis.encodeBench.encode(key, side, count), [
        engine,
        size,
        batch,
      ] as const),
    stopAll: () => page.evaluate(() => globalThis.encodeBench.stopAll()),
    adapter: () => page.evaluate(() => globalThis.encodeBench.adapter()),
    measureProduct: (tiles) => page.evaluate((count) => globalThis.encodeBench.measureProduct(count), tiles),
    threads: () => page.evaluate(() => globalThis.encodeBench.threads()),
    limit: (threads) => page.evaluate((count) => globalThis.encodeBench.limit(count), threads),
  };
}
