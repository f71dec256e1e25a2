import type { Page } from '@playwright/test';

/** Seconds from the click that deletes a collection until nothing of it is stored any more. */
export async function measureDeletion(page: Page, collectionId: string, name: string): Promise<number> {
  await page.getByRole('button', { name: `Options for ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const begin = performance.now();
  await page.getByRole('button', { name: 'Delete collection' }).click();
  // Not by waitForFunction, for which the promise of an answer is a yes.
  while (!(await page.evaluate(isGone, collectionId))) await page.waitForTimeout(250);
  return Math.round((performance.now() - begin) / 100) / 10;
}

/** The record of a collection is the last that goes. */
async function isGone(id: string): Promise<boolean> {
  const settle = <Result>(request: IDBRequest<Result>) =>
    new Promise<Result>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await settle(indexedDB.open('gramscope'));
  const found = await settle(database.transaction('collections').objectStore('collections').getKey(id));
  database.close();
  return found === undefined;
}
