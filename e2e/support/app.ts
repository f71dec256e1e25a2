/** The built app, served and open in a real browser whose profile outlives a reload. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, test as base, type ConsoleMessage, chromium, expect, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';
import { serveApp } from '../../scripts/setup/serve-app.mjs';

/** Flags with which Chromium offers a software WebGPU adapter. */
export const SOFTWARE_WEBGPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-unsafe-swiftshader',
];

export interface OpenApp {
  readonly url: string;
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page and its workers wrote to the console as errors. */
  readonly consoleErrors: string[];
  /** As if the machine had no network: nobody answers at the app's address. */
  goOffline(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** False hides the weights and the sample: the untrained network. */
  readonly withAssets?: boolean;
  readonly browserArgs?: readonly string[];
  /** Another build than the app's own. */
  readonly outDir?: string;
}

let nextPort = 4300 + (process.pid % 500);

/** Serves the build and opens it with an empty browser profile. */
export async function openApp(options: OpenOptions = {}): Promise<OpenApp> {
  const { withAssets = true, browserArgs = [], outDir = 'dist' } = options;
  const server = await serveApp({ port: nextPort++, withAssets, outDir });
  let isServed = true;
  const stopServer = async () => {
    if (isServed) await server.close();
    isServed = false;
  };
  const profile = await mkdtemp(path.join(tmpdir(), 'gramscope-e2e-'));
  const executablePath = findBrowser();
  const context = await chromium.launchPersistentContext(profile, {
    args: [...browserArguments(), ...browserArgs],
    viewport: { width: 1440, height: 900 },
    ...(executablePath && { executablePath }),
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const consoleErrors: string[] = [];
  page.on('console', (message) => isFault(message) && consoleErrors.push(message.text()));
  page.on('pageerror', (error) => consoleErrors.push(error.message));
  await page.goto(server.url);
  return {
    url: server.url,
    page,
    context,
    consoleErrors,
    async goOffline() {
      await stopServer();
      await context.setOffline(true);
    },
    async close() {
      await context.close();
      await stopServer();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** `test` with an app that is open for one test: `test('...', async ({ app }) => ...)`. */
export const test = base.extend<{ app: OpenApp; openOptions: OpenOptions }>({
  openOptions: [{}, { option: true }],
  app: async ({ openOptions }, use) => {
    const app = await openApp(openOptions);
    await use(app);
    await app.close();
  },
});

export { expect };

/** A copy without sample tiles asks for them in vain, which browsers write to the console. */
function isFault(message: ConsoleMessage): boolean {
  return message.type() === 'error' && !message.location().url.endsWith('/assets/sample/sample.json');
}
