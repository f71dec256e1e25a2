import { stat } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { processesOf } from './process-memory.ts';

export interface ExportFigures {
  readonly export_file_mb: number;
  /** What all processes of the browser take more at most, until the file is downloaded; undefined where the system does not say. */
  readonly export_mb: number | undefined;
}

/** How often the memory is looked at, in milliseconds. */
const EVERY_MS = 100;

/** Exports a collection as in browsers that cannot ask where to save. */
export async function measureExport(page: Page, name: string): Promise<ExportFigures> {
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.getByRole('button', { name: `Options for ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: 'Export to a file' }).click();
  const before = await bytesOf(page);
  const file = page.waitForEvent('download').then((download) => download.path());
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  let isDone = false;
  const done = file.finally(() => {
    isDone = true;
  });
  let most = before;
  while (!isDone) {
    most = Math.max(most, await bytesOf(page));
    await page.waitForTimeout(EVERY_MS);
  }
  const { size } = await stat(await done);
  return {
    export_file_mb: Math.round(size / 1e6),
    export_mb: before === 0 ? undefined : Math.round((most - before) / 1e6),
  };
}

async function bytesOf(page: Page): Promise<number> {
  return (await processesOf(page)).reduce((sum, { bytes }) => sum + bytes, 0);
}
