/** Nothing leaves: code injected into page and workers tries everything, and a listener on another address hears nothing. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type OpenApp, openApp, test } from './support/app.ts';
import {
  ATTACKS_ANYWHERE,
  ATTACKS_BY_LEAVING,
  ATTACKS_IN_PAGE,
  ATTACKS_IN_WORKER,
  type Attack,
  askByWebRtc,
} from './support/attacks.ts';
import { type Canary, openCanary } from './support/canary.ts';
import { dropOnPage } from './support/drop.ts';
import { servePlainly } from './support/plain-server.ts';
import { gallery, similarPatches, startAndFinish } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

/** Milliseconds that a request may take to reach the listener on this machine. */
const WAIT = 1_500;

interface Scope {
  evaluate(attack: (url: string) => unknown, url: string): Promise<unknown>;
}

/** Tries each attack at its own address, whatever it throws. */
async function tryAll(
  scope: Scope,
  attacks: Readonly<Record<string, Attack>>,
  canary: Canary,
  prefix = '',
): Promise<void> {
  for (const [name, attack] of Object.entries(attacks)) {
    // What an attack promises may never come.
    const attempt = scope.evaluate(attack, `${canary.url}${prefix}${name}`).catch(() => undefined);
    await Promise.race([attempt, new Promise((resolve) => setTimeout(resolve, 300))]);
  }
}

test.describe('what is injected', () => {
  let app: OpenApp;
  let canary: Canary;

  test.beforeAll(async () => {
    app = await openApp({ withAssets: false });
    await app.page.evaluate(() => navigator.serviceWorker.ready);
  });
  test.afterAll(() => app.close());
  test.beforeEach(async () => {
    canary = await openCanary();
  });
  test.afterEach(() => canary.close());

  test('into the page reaches nobody', async () => {
    const { page } = app;
    await tryAll(page, { ...ATTACKS_ANYWHERE, ...ATTACKS_IN_PAGE }, canary);
    await page.waitForTimeout(WAIT);
    expect(canary.seen()).toEqual([]);
    expect(page.url()).toContain(app.url);
  });

  test('into a worker reaches nobody', async () => {
    const { page } = app;
    for (const worker of page.workers()) {
      await tryAll(worker, { ...ATTACKS_ANYWHERE, ...ATTACKS_IN_WORKER }, canary);
    }
    expect(page.workers().length).toBeGreaterThan(1);
    await page.waitForTimeout(WAIT);
    expect(canary.seen()).toEqual([]);
  });

  test('and leaves the page, or opens another one, is held back', async () => {
    const { page, context } = app;
    await tryAll(page, ATTACKS_BY_LEAVING, canary);
    await page.waitForTimeout(WAIT);
    expect(canary.seen()).toEqual([]);
    expect(page.url()).toContain(app.url);
    expect(context.pages()).toHaveLength(1);
  });

  test('and calls by WebRTC is not heard', async () => {
    const { page } = app;
    await page.evaluate(askByWebRtc, canary.host).catch(() => undefined);
    await page.waitForTimeout(WAIT);
    expect(canary.seen()).toEqual([]);
  });
});

/** Barred by every browser, or not spoken by the listener. */
const NEVER_HEARD = ['webtransport', 'foreign-worker', 'foreign-service-worker', 'worker-of-worker', 'module-worker'];

test('the listener does hear a page that is not bound', async ({ page }) => {
  const canary = await openCanary();
  const folder = await mkdtemp(path.join(tmpdir(), 'gramscope-unbound-'));
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Unbound</title><body>');
  const server = await servePlainly(folder);
  await page.goto(server.url);
  const staying = { ...ATTACKS_ANYWHERE, ...ATTACKS_IN_WORKER, ...ATTACKS_IN_PAGE };
  await tryAll(page, staying, canary);
  await page.evaluate(askByWebRtc, canary.host);
  for (const [name, attack] of Object.entries(ATTACKS_BY_LEAVING)) {
    await page.goto(server.url);
    await tryAll(page, { [name]: attack }, canary);
    await page.waitForTimeout(300);
  }
  const names = [...Object.keys(staying), ...Object.keys(ATTACKS_BY_LEAVING), 'udp'];
  const expected = names.filter((name) => !NEVER_HEARD.includes(name));
  expect(canary.seen().filter((name) => name !== 'favicon.ico')).toEqual(expected.sort());
  await canary.close();
  await server.close();
});

test('the whole journey asks its host for files of the app, with GET and without a body, and nobody else for anything', async ({
  page,
  context,
}) => {
  const server = await servePlainly('dist');
  const elsewhere: string[] = [];
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (origin !== new URL(server.url).origin && protocol !== 'data:') elsewhere.push(request.url());
  });
  await page.goto(server.url);
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.evaluate(() => navigator.serviceWorker.ready);
  await dropOnPage(page, [await makeTextureFolder({ imagesAKind: 2, side: 64 })]);
  await startAndFinish(page, 6, 60_000);
  await gallery(page).getByRole('option').first().click();
  await expect(similarPatches(page).getByRole('listitem')).toHaveCount(5);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Evaluate' }).click();
  await page.getByRole('button', { name: 'Evaluate 6 patches' }).click();
  await expect(page.getByRole('region', { name: 'Results' })).toBeVisible();
  await page.getByRole('button', { name: /^Options for/ }).click();
  await page.getByRole('menuitem', { name: 'Export to a file' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await (await downloading).path();
  await server.close();

  expect(elsewhere).toEqual([]);
  expect(server.received.length).toBeGreaterThan(20);
  for (const { method, address, bodyBytes } of server.received) {
    expect({ method, bodyBytes }, address).toEqual({ method: 'GET', bodyBytes: 0 });
    const { pathname, search } = new URL(address, server.url);
    expect(search, address).toBe('');
    const file = path.join('dist', decodeURIComponent(pathname).replace(/\/$/, '/index.html'));
    const isOptional = pathname.startsWith('/assets/');
    expect(isOptional || existsSync(file), address).toBe(true);
  }
});

/** Addresses that stand in the build as names, licences and links; nothing is fetched from any of them. */
const NAMED_HOSTS = [
  'arxiv.org',
  'en.wikipedia.org',
  // The first words of a pointer of Git LFS, by which it is known.
  'git-lfs.github.com',
  'github.com',
  'iiif.io',
  'library.stanford.edu',
  'localhost',
  'openseadragon.github.io',
  'react.dev',
  'schemas.microsoft.com',
  'tile.openstreetmap.org',
  'www.apache.org',
  'www.w3.org',
  'zenodo.org',
];

test('the build names no other address than those that are known', async () => {
  const found = new Set<string>();
  const files = await readdir('dist', { recursive: true, withFileTypes: true });
  for (const file of files.filter(({ name }) => /\.(js|css|html|svg|json|webmanifest)$/.test(name))) {
    const text = await readFile(path.join(file.parentPath, file.name), 'utf8');
    for (const [, host] of text.matchAll(/(?:https?|wss?):\/\/([a-zA-Z0-9.-]+)/g)) found.add(host ?? '');
    // In a page or a style sheet, an address is no name: it is fetched.
    const isFetched = /\.(html|css)$/.test(file.name);
    if (isFetched) expect(text, file.name).not.toMatch(/(?:src=|url\(|@import |<link[^>]*href=)["']?(?:https?:)?\/\//);
  }
  expect([...found].filter((host) => !NAMED_HOSTS.includes(host))).toEqual([]);
});
