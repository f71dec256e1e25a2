/** The app without a network, on hosts that send no headers, and when a new version comes. */
import { cp, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { oneOfEach } from '../src/imaging/testing/one-of-each.ts';
import { expect, type OpenApp, openApp, test } from './support/app.ts';
import { cachedFiles, untilOfflineReady } from './support/caches.ts';
import { dropOnPage } from './support/drop.ts';
import { publishNewVersion } from './support/new-version.ts';
import { gallery, similarPatches, startAndFinish } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

const PATCHES = 3;

/** Files of the weights: shards and manifest, where the set-up found them. */
async function weightFiles(): Promise<number> {
  return (await readdir('dist/assets/vgg19').catch(() => [])).length;
}

/** That there are no weights is kept as well. */
async function keptFiles(): Promise<number> {
  return Math.max(1, await weightFiles());
}

async function makeFolderOfEach(): Promise<{ folder: string; files: number }> {
  const folder = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-formats-')), 'formats');
  await cp(await makeTextureFolder({ imagesAKind: 1, side: 64 }), folder, { recursive: true });
  const files = await oneOfEach();
  for (const [name, bytes] of files) await writeFile(path.join(folder, name), bytes);
  return { folder, files: files.size + PATCHES };
}

test('after one visit everything works without a network: all formats, weights, threads, search', async ({ app }) => {
  const { page } = app;
  await untilOfflineReady(page, await keptFiles());
  await app.goOffline();
  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const { folder, files } = await makeFolderOfEach();
  await dropOnPage(page, [folder]);
  await startAndFinish(page, files, 120_000);
  await expect(page.getByText(/WASM, \d threads/).first()).toBeVisible();
  await expect(page.getByText(/untrained/i)).toHaveCount((await weightFiles()) > 0 ? 0 : 1);
  await gallery(page).getByRole('option').first().click();
  await expect(similarPatches(page).getByRole('listitem').first()).toBeVisible();
  await page.reload();
  await expect(similarPatches(page).getByRole('listitem').first()).toBeVisible();
});

test('a page that was loaded past the service worker is taken over before it starts anything', async ({ app }) => {
  const { page } = app;
  await untilOfflineReady(page, await keptFiles());
  const loaded = page.waitForEvent('load');
  await (await app.context.newCDPSession(page)).send('Page.reload', { ignoreCache: true });
  await loaded;
  await expect(page.getByText(/WASM, \d threads/).first()).toBeVisible();
  expect(await page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
});

test('the app is installable', async ({ app }) => {
  const session = await app.context.newCDPSession(app.page);
  await app.page.evaluate(() => navigator.serviceWorker.ready);
  const { errors } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual([]);
});

test('a damaged shard of the weights is noticed and fetched again', async ({ app }) => {
  const { page } = app;
  const files = await weightFiles();
  test.skip(files === 0, 'There are no trained weights on this machine.');
  await untilOfflineReady(page, files);
  const shard = (await cachedFiles(page, 'gramscope-weights')).find((file) => file.includes('shard-7')) ?? '';
  await page.evaluate(async (url) => {
    const cache = await caches.open('gramscope-weights');
    const bytes = new Uint8Array((await (await cache.match(url))?.arrayBuffer()) ?? new ArrayBuffer());
    bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
    await cache.put(url, new Response(bytes));
  }, shard);
  await page.reload();
  await expect(page.getByText(/WASM, \d threads/).first()).toBeVisible();
  const digest = await page.evaluate(async (url) => {
    const stored = await (await caches.open('gramscope-weights')).match(url);
    const hash = await crypto.subtle.digest('SHA-256', (await stored?.arrayBuffer()) ?? new ArrayBuffer());
    return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }, shard);
  expect(shard).toContain(digest.slice(0, 8));
});

test.describe('a new version', () => {
  let app: OpenApp;
  let outDir: string;

  test.beforeAll(async () => {
    outDir = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-build-')), 'dist');
    await cp('dist', outDir, { recursive: true });
    app = await openApp({ outDir, withAssets: false });
    await app.page.evaluate(() => navigator.serviceWorker.ready);
  });
  test.afterAll(() => app.close());

  test('waits while a folder is being indexed, and comes with the reload that it offers', async () => {
    const { page } = app;
    await dropOnPage(page, [await makeTextureFolder({ imagesAKind: 3, side: 64 })]);
    await page.getByRole('button', { name: 'Start indexing' }).click();
    // At once: a run that is paused is still under way, and cannot end before the new version is there.
    await page.getByRole('button', { name: 'Pause' }).click();
    await publishNewVersion(outDir);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect(page.getByText('A new version of Gramscope is ready.')).toBeVisible();
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(page.getByText('A folder is being indexed already.')).toBeVisible();
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(page.getByRole('status').filter({ hasText: /Indexed 9 patches$/ })).toBeVisible({ timeout: 120_000 });
    expect(await page.title()).toBe('Gramscope');
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => page.title()).toBe('Gramscope, the next');
    await expect(gallery(page).getByRole('option').first()).toHaveAttribute('aria-setsize', '9');
    await expect(page.getByText('A new version of Gramscope is ready.')).toBeHidden();
  });
});
