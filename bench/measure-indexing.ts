import { rm } from 'node:fs/promises';
import path from 'node:path';
import { openApp } from '../e2e/support/app.ts';
import { dropOnPage } from '../e2e/support/drop.ts';
import { makeTextureFolder } from '../e2e/support/textures.ts';

const IMAGES = 60;

export interface IndexingFigures {
  /** From dropping the folder to the first sight of progress; the summary is confirmed as soon as it shows. */
  readonly drop_to_progress_ms: number;
  /** Longest task of the page's main thread from the first sight of progress to the end of the run; 0 when none took 50 ms. */
  readonly longest_task_ms: number;
  readonly patches_per_second: number;
}

/** Drops a folder of drawn textures on the app and watches it being indexed. */
export async function measureIndexing(): Promise<IndexingFigures> {
  const folder = await makeTextureFolder({ imagesAKind: IMAGES / 3, side: 150 });
  const app = await openApp();
  try {
    const { page } = app;
    await page.getByText('On this machine').waitFor();
    await page.evaluate(() => {
      const tasks: { startTime: number; duration: number }[] = [];
      Object.assign(globalThis, { longTasks: tasks });
      new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration });
      }).observe({ type: 'longtask' });
    });
    const dropped = performance.now();
    await dropOnPage(page, [folder]);
    await page.getByRole('button', { name: 'Start indexing' }).click();
    await page.getByRole('progressbar').waitFor();
    const progress = performance.now();
    const begin = await page.evaluate(() => performance.now());
    await page
      .getByRole('status')
      .filter({ hasText: `Indexed ${IMAGES} patches` })
      .waitFor({ timeout: 300_000 });
    const finished = performance.now();
    const tasks = await page.evaluate(
      () => Reflect.get(globalThis, 'longTasks') as { startTime: number; duration: number }[],
    );
    const whileIndexing = tasks.filter(({ startTime }) => startTime >= begin).map(({ duration }) => duration);
    return {
      drop_to_progress_ms: Math.round(progress - dropped),
      longest_task_ms: Math.round(Math.max(0, ...whileIndexing)),
      patches_per_second: Math.round((IMAGES / (finished - progress)) * 100_000) / 100,
    };
  } finally {
    await app.close();
    await rm(path.dirname(folder), { recursive: true, force: true });
  }
}
