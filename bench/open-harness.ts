import { type Browser, chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../scripts/setup/find-browser.mjs';
import { serveApp } from '../scripts/setup/serve-app.mjs';

/** Runs `work` on the page that puts the app's workers on `window`, in a browser with the given flags. */
export async function withHarness<Result>(
  work: (page: Page) => Promise<Result>,
  browserArgs: readonly string[] = [],
): Promise<Result> {
  const server = await serveApp({ port: 4600, outDir: 'dist-harness' });
  const executablePath = findBrowser();
  const browser: Browser = await chromium.launch({
    args: [...browserArguments(), ...browserArgs],
    ...(executablePath && { executablePath }),
  });
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => 'harness' in globalThis);
    return await work(page);
  } finally {
    await browser.close();
    await server.close();
  }
}
