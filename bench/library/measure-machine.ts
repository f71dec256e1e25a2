/** What the machine itself gives at the time, beside which the other figures are to be read. */
import type { Page } from '@playwright/test';
import { median } from '../median.ts';

export interface MachineFigures {
  /** How many times as long as at its best the same work takes: at the median, and at worst. Both are near 1 where nothing else runs. */
  readonly stretch_median: number;
  readonly stretch_worst: number;
}

const ROUNDS = 100;

/** Does the same work on the main thread again and again. */
export async function measureMachine(page: Page): Promise<MachineFigures> {
  const times = await page.evaluate(async (rounds) => {
    const work = () => {
      const begin = performance.now();
      let sum = 0;
      for (let step = 0; step < 10_000_000; step++) sum = Math.imul(sum ^ step, 0x01000193);
      return sum === 1 ? 0 : performance.now() - begin;
    };
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      times.push(work());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return times;
  }, ROUNDS);
  const best = Math.min(...times);
  return { stretch_median: toTenths(median(times) / best), stretch_worst: toTenths(Math.max(...times) / best) };
}

/**
 * Seconds that it takes to read what an opening reads, every record of a patch and every segment of barcodes, with nothing
 * done to it: no opening is faster in this browser.
 */
export async function measureBareRead(page: Page, collectionId: string): Promise<number> {
  const milliseconds = await page.evaluate(async (id) => {
    const settle = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settle(indexedDB.open('gramscope'));
    const readAll = async (name: string, size: number) => {
      for (let first = 0; ; first += size) {
        const range = IDBKeyRange.bound([id, first], [id, first + size], false, true);
        const records: unknown[] = await settle(database.transaction(name).objectStore(name).getAll(range));
        if (records.length === 0) return;
      }
    };
    const begin = performance.now();
    await Promise.all([readAll('patches', 2_000), readAll('segments', 8)]);
    const end = performance.now();
    database.close();
    return end - begin;
  }, collectionId);
  return toTenths(milliseconds / 1000);
}

function toTenths(value: number): number {
  return Math.round(value * 10) / 10;
}
