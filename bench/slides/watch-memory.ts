import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';

/** The page and its workers are one process. */
export async function watchMemory(browser: Browser): Promise<{ stop(): number | undefined }> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  let peak: number | undefined;
  const look = () => {
    const sizes = renderers.map(ownMegabytes).filter((size) => size !== undefined);
    if (sizes.length > 0) peak = Math.max(peak ?? 0, ...sizes);
  };
  look();
  const timer = setInterval(look, 100);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

/** Memory of its own and shared memory, without what is only mapped from files. */
function ownMegabytes(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0);
    return Math.round((kilobytes('RssAnon') + kilobytes('RssShmem')) / 1024);
  } catch {
    return undefined;
  }
}
