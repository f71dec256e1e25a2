import type { Page } from '@playwright/test';
import { barcodeBytes } from '../../src/barcode/profile.ts';
import { measureBareRead } from './measure-machine.ts';
import { longestTaskSince } from './page-watch.ts';
import { processesOf } from './process-memory.ts';

export interface OpeningFigures {
  /** From the click to a first screen of the gallery on which every thumbnail is there. */
  readonly open_first_thumbnails_ms: number;
  /** From the click until every patch is in the gallery and can be found. */
  readonly open_all_s: number;
  readonly open_longest_task_ms: number;
  /** What of `open_all_s` the browser takes to hand out what is stored, measured afterwards. */
  readonly open_bare_read_s: number;
  /** Memory of the page and its workers afterwards, without the barcodes; undefined where the system does not say. */
  readonly renderer_mb: number | undefined;
}

const BARCODE_BYTES = barcodeBytes({ layers: [1, 2, 3, 4, 5], sampling: 2048 });

/** Opens a collection as a person does who comes back to a query. */
export async function measureOpening(page: Page, collectionId: string, patches: number): Promise<OpeningFigures> {
  await page.getByText('Starting …').waitFor({ state: 'hidden' });
  const total = patches.toLocaleString('en-US');
  const { first, all, begin } = await page.evaluate(
    async ({ hash, total }) => {
      const frame = () => new Promise(requestAnimationFrame);
      const until = async (isThere: () => boolean, pause: () => Promise<unknown>) => {
        while (!isThere()) await pause();
        return performance.now();
      };
      // To look costs the page a layout: not with every frame of some seconds.
      const tenth = () => new Promise((resolve) => setTimeout(resolve, 100));
      const showsThumbnails = () => {
        const grid = document.querySelector('[role=listbox][aria-label=Patches]');
        if (!grid) return false;
        const { top, bottom } = grid.getBoundingClientRect();
        const inSight = [...grid.querySelectorAll('[role=option]')].filter((option) => {
          const place = option.getBoundingClientRect();
          return place.bottom > top && place.top < bottom;
        });
        const isDrawn = (option: Element) => {
          const image = option.querySelector('img');
          return image?.complete === true && image.naturalWidth > 0;
        };
        return inSight.length > 0 && inSight.every(isDrawn);
      };
      const isComplete = () => {
        const words = document.querySelector('main')?.innerText ?? '';
        const answer = document.querySelector('aside')?.innerText ?? '';
        const isAnswered = answer.includes(`of ${total} patches`) && !answer.includes(' loaded');
        return words.includes(`${total} patches`) && isAnswered;
      };
      const begin = performance.now();
      location.hash = hash;
      const first = await until(showsThumbnails, frame);
      const all = await until(isComplete, tenth);
      return { first: first - begin, all: all - begin, begin };
    },
    { hash: `/c/${collectionId}/p/0`, total },
  );
  return {
    open_first_thumbnails_ms: Math.round(first),
    open_all_s: Math.round(all / 100) / 10,
    open_longest_task_ms: await longestTaskSince(page, begin),
    renderer_mb: await restingMegabytes(page, patches * BARCODE_BYTES),
    open_bare_read_s: await measureBareRead(page, collectionId),
  };
}

/** Once what is not needed any more has been let go. */
async function restingMegabytes(page: Page, barcodes: number): Promise<number | undefined> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await page.waitForTimeout(3_000);
  await session.detach();
  const sizes = (await processesOf(page)).filter(({ type }) => type === 'renderer').map(({ bytes }) => bytes);
  const largest = Math.max(0, ...sizes);
  return largest === 0 ? undefined : Math.round((largest - barcodes) / 1e6);
}
