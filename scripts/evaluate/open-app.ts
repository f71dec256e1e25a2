import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../setup/find-browser.mjs';
import { serveApp } from '../setup/serve-app.mjs';
import type { Options } from './options.ts';

/** What a page stores belongs to its address, port included: always the same one finds it again. */
const PORT = 4791;

/** Where a GPU is behind a flag, headless browsers are. */
const GPU_FLAGS = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];

export interface OpenApp {
  readonly page: Page;
  close(): Promise<void>;
}

/** The built app, in a browser whose storage outlives this command. */
export async function openApp(cache: string, engine: Options['engine']): Promise<OpenApp> {
  const server = await serveApp({ port: PORT, strictPort: true });
  const context = await launch(path.join(cache, 'browser'), engine).catch(async (thrown) => {
    await server.close();
    throw thrown;
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.addInitScript((choice) => localStorage.setItem('gramscope.engine', choice), engine);
  await page.goto(server.url);
  return {
    page,
    async close() {
      await context.close();
      await server.close();
    },
  };
}

async function launch(profile: string, engine: Options['engine']): Promise<BrowserContext> {
  await mkdir(profile, { recursive: true });
  const executablePath = findBrowser();
  return chromium.launchPersistentContext(profile, {
    args: [...browserArguments(), ...(engine === 'wasm' ? [] : GPU_FLAGS)],
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
    ...(executablePath && { executablePath }),
  });
}
