import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

/** A process of the browser, and the memory that is its own or shared, without what is only mapped from files. */
export interface ProcessMemory {
  /** As the browser calls it: "browser", "renderer". */
  readonly type: string;
  readonly bytes: number;
}

/** Those of which the system says it: none but on Linux. */
export async function processesOf(page: Page): Promise<ProcessMemory[]> {
  const browser = await page.context().browser()?.newBrowserCDPSession();
  if (!browser) return [];
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  await browser.detach();
  return processInfo.flatMap(({ type, id }) => {
    const bytes = ownBytes(id);
    return bytes === undefined ? [] : [{ type, bytes }];
  });
}

function ownBytes(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0);
    return (kilobytes('RssAnon') + kilobytes('RssShmem')) * 1024;
  } catch {
    return undefined;
  }
}
