import type { Page } from '@playwright/test';
import { dropOnPage } from '../../e2e/support/drop.ts';
import { SLIDE_NAME, SLIDE_PATCHES } from './make-slide.ts';
import { longestTaskSince, pageTime } from './page-watch.ts';

export interface BatchFigures {
  /** Time of the page's main thread that a stored batch costs, whatever for: its own work, drawing, collecting garbage. */
  readonly batch_ms: number;
  readonly batch_longest_task_ms: number;
}

/** Patches after which slide, query and heat map are open and at rest, and before which the run is about to end. */
const FROM = 80;
const TO = SLIDE_PATCHES - 16;

/** Milliseconds after which a collection of which all patches are there has their order and its scale, too. */
const AT_REST_MS = 5_000;

/**
 * Adds the patches of a slide to a collection that is open and at rest, one a batch, while that slide is open with a heat map
 * over it and the panel answers with the first patch of the collection.
 */
export async function measureBatches(
  page: Page,
  collectionId: string,
  patches: number,
  slideFolder: string,
): Promise<BatchFigures> {
  await page.getByText('On this machine').waitFor();
  await page.evaluate(() => {
    const shown = { state: { showsGrid: true, showsHeat: true, heatOpacity: 0.6 }, version: 0 };
    localStorage.setItem('gramscope-slides', JSON.stringify(shown));
  });
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `/c/${collectionId}`);
  await page.reload();
  const shown = patches === 0 ? 'No patches yet' : `${patches.toLocaleString('en-US')} patches`;
  await page.locator('main').getByText(shown, { exact: true }).first().waitFor();
  await page.waitForTimeout(AT_REST_MS);
  await dropOnPage(page, [slideFolder]);
  await page.getByRole('radio', { name: /^Add to “/ }).click();
  await page.getByRole('button', { name: 'Start indexing' }).click();
  await untilIndexed(page, 5);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `/c/${collectionId}/slide/${SLIDE_NAME}/p/0`);
  await untilIndexed(page, FROM);
  await page.getByRole('region', { name: SLIDE_NAME }).waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskSeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  const begin = await pageTime(page);
  const [firstAt, secondsBefore] = [await indexed(page), await taskSeconds()];
  await untilIndexed(page, TO);
  const [lastAt, secondsAfter] = [await indexed(page), await taskSeconds()];
  const longest = await longestTaskSince(page, begin);
  await page
    .getByRole('status')
    .filter({ hasText: /Indexed [\d,]+ patches/ })
    .waitFor();
  return {
    batch_ms: Math.round(((secondsAfter - secondsBefore) * 10_000) / (lastAt - firstAt)) / 10,
    batch_longest_task_ms: longest,
  };
}

function untilIndexed(page: Page, patches: number): Promise<unknown> {
  return page.waitForFunction(
    (least) => {
      const bar = document.querySelector('[role=progressbar][aria-label^=Indexing]');
      return Number(bar?.getAttribute('aria-valuenow')) >= least;
    },
    patches,
    { polling: 100 },
  );
}

async function indexed(page: Page): Promise<number> {
  const bar = page.locator('[role=progressbar][aria-label^=Indexing]');
  return Number(await bar.getAttribute('aria-valuenow'));
}
