import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';
import { serveApp } from '../../scripts/setup/serve-app.mjs';
import { median } from '../median.ts';
import { memoryOf } from '../search/memory-of.ts';
import { OUT_DIR } from './page/vite.config.ts';

const ANCHORS = 2_000;
const PROJECTED = 100_000;
const CHECKED = 800;
const SEARCHED = 1_000_000;
const QUERIES = 60;
const REPEATS = 3;

/**
 * Seconds are the median of three. `mb` is what the browser takes for the lens of a million patches beyond their barcodes, in
 * 10^6 bytes; null where the system does not say.
 */
export async function measureLens(): Promise<object> {
  const server = await serveApp({ port: 4650, outDir: OUT_DIR });
  const profile = await mkdtemp(path.join(tmpdir(), 'gramscope-bench-'));
  const executablePath = findBrowser();
  const context = await chromium.launchPersistentContext(profile, {
    args: browserArguments(),
    ...(executablePath && { executablePath }),
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(0);
    await page.goto(server.url);
    await page.waitForFunction(() => 'lensBench' in globalThis);
    const repeat = async (work: () => Promise<number>) => {
      const seconds: number[] = [];
      for (let turn = 0; turn < REPEATS; turn++) seconds.push(await work());
      return round(median(seconds));
    };
    const fit_s = await repeat(() => page.evaluate((anchors) => globalThis.lensBench.fit(anchors), ANCHORS));
    const project_100k_s = await repeat(() => page.evaluate((many) => globalThis.lensBench.project(many), PROJECTED));
    const check_s = await repeat(() => page.evaluate((many) => globalThis.lensBench.check(many), CHECKED));
    await page.evaluate((many) => globalThis.lensBench.load(many), SEARCHED);
    const before = memoryOf(profile);
    const learn_1m_s = round(await page.evaluate(() => globalThis.lensBench.learn(undefined)));
    const after = memoryOf(profile);
    await page.evaluate(() => globalThis.lensBench.search([0, 1]));
    const queries = Array.from({ length: QUERIES }, (_, at) => ((at + 1) * 7919) % SEARCHED);
    const { plain, learned } = await page.evaluate((ids) => globalThis.lensBench.search(ids), queries);
    return {
      fit_s,
      project_100k_s,
      search_1m_p95_ratio: round(percentile(learned, 0.95) / percentile(plain, 0.95)),
      check_s,
      mb: before === undefined || after === undefined ? null : Math.round((after - before) / 1e6),
      search_1m_p50_ratio: round(median(learned) / median(plain)),
      plain_1m_p95_ms: round(percentile(plain, 0.95)),
      learned_1m_p95_ms: round(percentile(learned, 0.95)),
      learn_1m_s,
    };
  } finally {
    await context.close();
    await server.close();
    await rm(profile, { recursive: true, force: true });
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
