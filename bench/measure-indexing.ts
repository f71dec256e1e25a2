import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { openApp } from '../e2e/support/app.ts';
import { dropOnPage } from '../e2e/support/drop.ts';
import { makeTextureFolder } from '../e2e/support/textures.ts';

/** The run's rate is told from here on: the first patches wait for the readers to start. */
const UNCOUNTED = 3;

export interface IndexingFigures {
  /** From dropping the folder to the first sight of progress; the summary is confirmed as soon as it shows. */
  readonly drop_to_progress_ms: number;
  /** From dropping the folder to the end of the run. */
  readonly drop_to_last_s: number;
  /** Longest task of the page's main thread from the first sight of progress to the end of the run; 0 when none took 50 ms. */
  readonly longest_task_ms: number;
  /** From the first patches stored to the last ones. */
  readonly patches_per_second: number;
}

/** What the page of a run is watched for, in the page's milliseconds. */
interface Watched {
  readonly longTasks: { readonly startTime: number; readonly duration: number }[];
  /** Every change of the progress bar. */
  readonly progress: { readonly at: number; readonly done: number }[];
}

export interface IndexingOptions {
  /** A multiple of three. */
  readonly images?: number;
  readonly browserArgs?: readonly string[];
}

/** Drops a folder of drawn textures, 150 pixels a side, on the app and watches it being indexed with the Standard profile. */
export async function measureIndexing({
  images = 60,
  browserArgs = [],
}: IndexingOptions = {}): Promise<IndexingFigures> {
  const folder = await makeTextureFolder({ imagesAKind: images / 3, side: 150 });
  const app = await openApp({ browserArgs });
  try {
    const { page } = app;
    await page.getByText('On this machine').waitFor();
    await watch(page);
    const dropped = performance.now();
    await dropOnPage(page, [folder]);
    await page.getByRole('button', { name: 'Start indexing' }).click();
    await page.getByRole('progressbar').waitFor();
    const progress = performance.now();
    const begin = await page.evaluate(() => performance.now());
    await page
      .getByRole('status')
      .filter({ hasText: `Indexed ${images} patches` })
      .waitFor({ timeout: 300_000 });
    const finished = performance.now();
    const watched = await page.evaluate(() => Reflect.get(globalThis, 'watched') as Watched);
    const whileIndexing = watched.longTasks.filter(({ startTime }) => startTime >= begin);
    return {
      drop_to_progress_ms: Math.round(progress - dropped),
      drop_to_last_s: Math.round((finished - dropped) / 100) / 10,
      longest_task_ms: Math.round(Math.max(0, ...whileIndexing.map(({ duration }) => duration))),
      patches_per_second: Math.round(steadyRate(watched.progress) * 100) / 100,
    };
  } finally {
    await app.close();
    await rm(path.dirname(folder), { recursive: true, force: true });
  }
}

function watch(page: Page): Promise<void> {
  return page.evaluate(() => {
    const watched: Watched = { longTasks: [], progress: [] };
    Object.assign(globalThis, { watched });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) watched.longTasks.push({ startTime, duration });
    }).observe({ type: 'longtask' });
    new MutationObserver(() => {
      const bar = document.querySelector('[role=progressbar][aria-label^=Indexing]');
      if (bar) watched.progress.push({ at: performance.now(), done: Number(bar.getAttribute('aria-valuenow')) });
    }).observe(document, { subtree: true, attributeFilter: ['aria-valuenow'] });
  });
}

/** Patches a second between the first and the last change that count. */
function steadyRate(progress: Watched['progress']): number {
  const counted = progress.filter(({ done }) => done >= UNCOUNTED);
  const [first, last] = [counted[0], counted.at(-1)];
  if (!first || !last || last.at <= first.at) throw new RangeError('the run was over before it could be timed');
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}
