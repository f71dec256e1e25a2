import type { Browser } from '@playwright/test';
import { dropOnPage } from '../../e2e/support/drop.ts';
import { serveApp } from '../../scripts/setup/serve-app.mjs';
import { watchMemory } from './watch-memory.ts';

/** Patches that settle what the encoder and the readers take. */
const PATCHES = 60;

/** Most memory, in megabytes, of the page and all of its workers while the app indexes a slide with the Standard profile. */
export async function measureIndexingMemory(browser: Browser, file: string): Promise<number | undefined> {
  const server = await serveApp({ port: 4611, outDir: 'dist' });
  const page = await browser.newPage();
  try {
    await page.goto(server.url);
    await page.getByText('On this machine').waitFor();
    await dropOnPage(page, [file]);
    await page
      .getByRole('dialog')
      .getByText(/^[\d,]+ patches$/)
      .waitFor({ timeout: 300_000 });
    const memory = await watchMemory(browser);
    await page.getByRole('button', { name: 'Start indexing' }).click();
    await page.waitForFunction(
      (least) => Number(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')) >= least,
      PATCHES,
      { timeout: 600_000 },
    );
    return memory.stop();
  } finally {
    await page.close();
    await server.close();
  }
}
