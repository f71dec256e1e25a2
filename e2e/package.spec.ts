/** The folder that `npm run package` makes: with its own server, and on a host that sends no headers at all. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { sha256 } from '../scripts/assets/sha256.mjs';
import { makePackage } from '../scripts/package/make-package.mjs';
import { dropOnPage } from './support/drop.ts';
import { servePlainly } from './support/plain-server.ts';
import { gallery, similarPatches, startAndFinish } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

const PATCHES = 3;

let folder: string;

test.beforeAll(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-package-')), 'gramscope');
  await makePackage('dist', folder);
});

async function indexAndAsk(page: Page): Promise<void> {
  await expect(page.getByText(/WASM, \d threads/).first()).toBeVisible();
  await dropOnPage(page, [await makeTextureFolder({ imagesAKind: 1, side: 64 })]);
  await startAndFinish(page, PATCHES, 60_000);
  await gallery(page).getByRole('option').first().click();
  await expect(similarPatches(page).getByRole('listitem')).toHaveCount(PATCHES - 1);
}

test.describe('with its own server', () => {
  let server: ChildProcess;
  let url: string;

  test.beforeAll(async () => {
    server = spawn(process.execPath, ['serve.mjs', '0'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    url = await new Promise((resolve) => {
      server.stdout?.on('data', (said) => resolve(/http:\S+/.exec(String(said))?.[0] ?? ''));
    });
  });
  test.afterAll(() => server.kill());

  test('the app runs on all cores', async ({ page }) => {
    await page.goto(url);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await indexAndAsk(page);
  });

  test('nothing but its files is answered, and nothing but questions for them', async () => {
    const statusOf = async (address: string, method = 'GET') => (await fetch(url + address, { method })).status;
    expect(await statusOf('index.html')).toBe(200);
    expect(await statusOf('index.html', 'POST')).toBe(404);
    expect(await statusOf('%2e%2e/%2e%2e/etc/passwd')).toBe(404);
    expect(await statusOf('..%2f..%2fetc%2fpasswd')).toBe(404);
    expect(await statusOf('%E0%A4%A')).toBe(404);
    expect(await statusOf('code/')).toBe(404);
  });
});

test('a host that sends no headers will do: the second load, which comes by itself, has threads and the policy', async ({
  page,
}) => {
  const server = await servePlainly(folder);
  let loads = 0;
  page.on('load', () => loads++);
  await page.goto(server.url);
  // Asking the page would count as a click, after which it does not reload by itself.
  await expect.poll(() => loads).toBe(2);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await indexAndAsk(page);
  await server.close();
});

test('its list of checksums agrees', async () => {
  const lines = (await readFile(path.join(folder, 'SHA256SUMS.txt'), 'utf8')).trim().split('\n');
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) {
    const [sum, name = ''] = line.split('  ');
    expect(sha256(await readFile(path.join(folder, name))), name).toBe(sum);
  }
});
