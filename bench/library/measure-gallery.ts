import type { Page } from '@playwright/test';
import { median } from '../median.ts';
import { longestTaskSince, pageTime } from './page-watch.ts';

export interface GalleryFigures {
  /** From a change of the search box to the gallery that shows what passes: the median of some words. */
  readonly filter_ms: number;
  /** From choosing an order to the gallery in that order; null where it cannot be sorted. */
  readonly sort_ms: number | null;
  readonly scroll_longest_task_ms: number;
}

/** Each lets another number of patches pass. */
const WORDS = [
  'tile_',
  'tumour',
  'case-00',
  'source-01',
  '#256,',
  'mucosa source-03',
  'tile_0000',
  'nothing like this',
];

const SCROLLED_MS = 5_000;

/** Narrows down, sorts and scrolls a collection that is open and whole. */
export async function measureGallery(page: Page, collectionId: string): Promise<GalleryFigures> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `/c/${collectionId}`);
  const filter = await measureFilter(page);
  const sorting = await measureSorting(page);
  const begin = await pageTime(page);
  await scroll(page);
  return { filter_ms: filter, sort_ms: sorting, scroll_longest_task_ms: await longestTaskSince(page, begin) };
}

async function measureFilter(page: Page): Promise<number> {
  const times = await page.evaluate(async (words) => {
    const box = document.querySelector<HTMLInputElement>('input[type=search]');
    const main = document.querySelector('main');
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    if (!box || !main || !setValue) throw new Error('no search box');
    const shown = () => /([\d,]+) of [\d,]+ patches/.exec(main.innerText)?.[1];
    const times: number[] = [];
    let before: string | undefined;
    for (const word of words) {
      const begin = performance.now();
      Reflect.apply(setValue, box, [word]);
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      do await new Promise(requestAnimationFrame);
      while (shown() === undefined || shown() === before);
      // The frame after it has painted what changed.
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
      times.push(performance.now() - begin);
      before = shown();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    Reflect.apply(setValue, box, ['']);
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    return times;
  }, WORDS);
  // The first one may have waited for the words "of" to appear.
  return Math.round(median(times.slice(1)));
}

/** The median of the orders there are. */
async function measureSorting(page: Page): Promise<number | null> {
  const control = page.getByRole('combobox', { name: 'Sort patches' });
  if ((await control.count()) === 0) return null;
  const times: number[] = [];
  for (const order of ['By name', 'By label', 'By slide', 'As added']) {
    await control.click();
    const timing = page.evaluate(async () => {
      const shown = () =>
        [...document.querySelectorAll('[role=listbox][aria-label=Patches] [role=option]')]
          .slice(0, 20)
          .map((option) => option.getAttribute('aria-label'))
          .join();
      const before = shown();
      const begin = await new Promise<number>((resolve) => {
        document.addEventListener('pointerup', () => resolve(performance.now()), { capture: true, once: true });
      });
      while (shown() === before) await new Promise(requestAnimationFrame);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
      return performance.now() - begin;
    });
    await page.getByRole('option', { name: order, exact: true }).click();
    times.push(await timing);
    await page.waitForTimeout(300);
  }
  return Math.round(median(times));
}

/** Steadily, with a leap now and then, as with the wheel and the scroll bar. */
async function scroll(page: Page): Promise<void> {
  await page.waitForTimeout(500);
  await page.evaluate(async (milliseconds) => {
    const grid = document.querySelector('[role=listbox][aria-label=Patches]');
    if (!grid) throw new Error('no gallery');
    const begin = performance.now();
    let leaps = 0;
    for (let now = begin; now - begin < milliseconds; now = performance.now()) {
      await new Promise(requestAnimationFrame);
      const isLeap = now - begin > (leaps + 1) * 500;
      if (isLeap) leaps++;
      grid.scrollTop = isLeap ? (grid.scrollHeight * ((leaps * 37) % 100)) / 100 : grid.scrollTop + 60;
    }
  }, SCROLLED_MS);
}
