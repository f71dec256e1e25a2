/** What is known of the page's main thread. */
import type { Page } from '@playwright/test';

declare global {
  /** Tasks of 50 ms and more since the page was loaded. */
  var longTasks: { readonly begin: number; readonly duration: number }[];
}

/** Has every page that is loaded from now on keep a list of its long tasks. */
export function watchTasks(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        globalThis.longTasks.push({ begin: startTime, duration });
    }).observe({ type: 'longtask' });
  });
}

/** The page's own clock, in milliseconds. */
export function pageTime(page: Page): Promise<number> {
  return page.evaluate(() => performance.now());
}

/** Milliseconds of the longest task that began since; 0 when none took 50. */
export async function longestTaskSince(page: Page, begin: number): Promise<number> {
  const durations = await page.evaluate(
    (since) => globalThis.longTasks.filter((task) => task.begin >= since).map(({ duration }) => duration),
    begin,
  );
  return Math.round(Math.max(0, ...durations));
}
