/**
 * The browser is killed at random moments of whatever changes the library. After each restart the library opens, every
 * patch has all its parts, every checksum agrees, and nothing that was stored is missing. GRAMSCOPE_KILLS says how often.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { serveApp } from '../scripts/setup/serve-app.mjs';
import { seededRandom } from '../src/base/seeded-random.ts';
import { dropOnPage } from './support/drop.ts';
import { type KillableBrowser, startKillableBrowser } from './support/killable-browser.ts';
import { makeLargeArchive } from './support/large-archive.ts';
import { gallery, importFile, waitForSomeStored } from './support/screens.ts';
import { makeTextureFolder, TEXTURE_KINDS } from './support/textures.ts';
import { type CheckedCollection, checkLibrary, countBinned, readInterrupted } from './support/whole-library.ts';

/** Of each kind of change. */
const KILLS = Math.ceil(Number(process.env.GRAMSCOPE_KILLS ?? 4) / 4);
const SEED = Number(process.env.GRAMSCOPE_SEED ?? 1);
const IMAGES_A_KIND = 4;
const LARGE = 600;
/** Long enough to be killed while it is stored. */
const VERY_LARGE = 1_600;

/** Milliseconds from the start of each change within which the kill comes: about as long as the change takes. */
const SPAN = { indexing: 6_000, importing: 1_200, deleting: 400, undoing: 800, migrating: 300 };

const random = seededRandom(SEED);

let server: Awaited<ReturnType<typeof serveApp>>;
let profile: string;
let browser: KillableBrowser;
let page: Page;

test.describe.configure({ mode: 'serial' });
test.setTimeout(240_000 + KILLS * 90_000);

test.beforeAll(async () => {
  server = await serveApp({ port: 4900 + (process.pid % 90), withAssets: false });
  profile = await mkdtemp(path.join(tmpdir(), 'gramscope-kill-'));
  await restart();
});
test.afterAll(async () => {
  await browser.kill();
  await server.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

async function restart(): Promise<void> {
  browser = await startKillableBrowser(profile);
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await page.setViewportSize({ width: 1440, height: 900 });
  await openStartPage();
}

async function openStartPage(): Promise<void> {
  await page.goto(`${server.url}#/`);
  await expect(page.getByText(/WASM, \d threads/).first()).toBeVisible({ timeout: 120_000 });
}

async function killWithin(span: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, random() * span));
  await browser.kill();
  await restart();
}

/** What shows once the app has cleared up what a killed change left behind. */
async function collectionsAfterRestart(): Promise<CheckedCollection[]> {
  let checked: CheckedCollection[] = [];
  await expect(async () => {
    checked = await checkLibrary(page);
  }).toPass({ timeout: 120_000 });
  return checked;
}

function named(collections: readonly CheckedCollection[], name: string): CheckedCollection | undefined {
  return collections.find((collection) => collection.name === name);
}

/** The same file again, where the page says that an import of it was interrupted. @returns What has become of it. */
async function goOnImporting(archive: Buffer): Promise<CheckedCollection> {
  const [stored] = await readInterrupted(page);
  if (!stored) throw new Error('No import was interrupted.');
  const { id, patches, total } = stored;
  const far = `${patches.toLocaleString('en')} of ${total.toLocaleString('en')} patches`;
  await expect(page.getByRole('note').filter({ hasText: `was interrupted: ${far} are stored` })).toBeVisible();
  await expect(page.getByRole('link', { name: `Import interrupted: ${far}` })).toBeVisible();
  await importFile(page, archive, 'The same file again');
  await expect(page.getByText('Import interrupted')).toBeHidden({ timeout: 120_000 });
  // What was stored is gone on with: an import that begins anew takes another id.
  const whole = (await checkLibrary(page)).find((collection) => collection.id === id);
  if (!whole) throw new Error('What was stored has not become a collection.');
  return whole;
}

/** Beside it may stand what a killed import came to, which has another name. */
function large(): Locator {
  return page.getByRole('link', { name: /^large [\d,]+ patch/ });
}

async function removeFirst(name: string): Promise<void> {
  await page
    .getByRole('button', { name: `Options for ${name}`, exact: true })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete collection' }).click();
}

test('of indexing: what was stored is there, and the run goes on from it', async () => {
  const folder = await makeTextureFolder({ imagesAKind: IMAGES_A_KIND, side: 64 });
  const patches = IMAGES_A_KIND * TEXTURE_KINDS.length;
  const all = new RegExp(`Indexed ${patches} patches$`);
  await dropOnPage(page, [folder]);
  await page.getByRole('button', { name: 'Start indexing' }).click();
  await expect(page.getByRole('status').filter({ hasText: all })).toBeVisible({ timeout: 120_000 });
  const whole = named(await checkLibrary(page), 'textures');
  expect(whole?.patches.size).toBe(patches);
  for (let kill = 0; kill < KILLS; kill++) {
    await removeFirst('textures');
    await expect(page.getByText('None yet.')).toBeVisible();
    await openStartPage();
    await dropOnPage(page, [folder]);
    await page.getByRole('button', { name: 'Start indexing' }).click();
    const bar = page.getByRole('progressbar');
    await expect(bar).toBeVisible();
    await new Promise((resolve) => setTimeout(resolve, random() * SPAN.indexing));
    const shown = Number(await bar.getAttribute('aria-valuenow', { timeout: 500 }).catch(() => 0));
    await killWithin(0);
    const stored = named(await collectionsAfterRestart(), 'textures');
    expect(stored?.patches.size ?? 0).toBeGreaterThanOrEqual(shown);
    for (const [file, digest] of stored?.patches ?? []) expect(digest, file).toBe(whole?.patches.get(file));
    if (!stored) await dropOnPage(page, [folder]);
    else {
      await page.getByRole('link', { name: /textures/ }).click();
      await dropOnPage(page, [folder]);
      await page.getByRole('radio', { name: /^Add to “/ }).click();
    }
    await page.getByRole('button', { name: 'Start indexing' }).click();
    // What was stored is not done again.
    const left = patches - (stored?.patches.size ?? 0);
    const redone = left === 0 ? 'Nothing new. ' : left < patches ? `${left} new in this run. ` : '';
    await expect(page.getByText(`${redone}Indexed ${patches} patches`, { exact: true })).toBeVisible({
      timeout: 120_000,
    });
    const after = named(await checkLibrary(page), 'textures');
    expect(after?.patches.size).toBe(patches);
    expect([...(after?.patches.values() ?? [])].sort()).toEqual([...(whole?.patches.values() ?? [])].sort());
  }
});

test('of importing: the collection is there as a whole or not at all; the others are as they were', async () => {
  const archive = await makeLargeArchive(LARGE);
  const before = named(await checkLibrary(page), 'textures')?.digest;
  await importFile(page, archive);
  await expect
    .poll(async () => named(await checkLibrary(page), 'large')?.patches.size, { timeout: 120_000 })
    .toBe(LARGE);
  const whole = named(await checkLibrary(page), 'large')?.digest;
  for (let kill = 0; kill < KILLS; kill++) {
    await importFile(page, archive);
    await killWithin(SPAN.importing);
    const found = await collectionsAfterRestart();
    expect(named(found, 'textures')?.digest).toBe(before);
    const large = found.filter(({ name }) => name === 'large');
    expect(large.length).toBeGreaterThanOrEqual(1);
    for (const { digest } of large) expect(digest).toBe(whole);
    if ((await readInterrupted(page)).length > 0) expect((await goOnImporting(archive)).digest).toBe(whole);
  }
});

test('of importing, when some of it is stored: the same file goes on from there', async () => {
  const archive = await makeLargeArchive(VERY_LARGE, 'very large');
  const remove = async () => {
    await removeFirst('very large');
    await expect(page.getByRole('link', { name: /very large/ })).toBeHidden();
    await openStartPage();
  };
  await importFile(page, archive);
  await expect(page.getByRole('link', { name: /very large/ })).toBeVisible({ timeout: 120_000 });
  const whole = named(await checkLibrary(page), 'very large')?.digest;
  await remove();
  for (let kill = 0; kill < KILLS; kill++) {
    await importFile(page, archive);
    await waitForSomeStored(page);
    await killWithin(0);
    expect(named(await collectionsAfterRestart(), 'very large')).toBeUndefined();
    expect((await goOnImporting(archive)).digest).toBe(whole);
    await remove();
  }
});

test('of deleting: the collection is gone or as it was, and nothing of it is left behind', async () => {
  const archive = await makeLargeArchive(LARGE);
  const before = named(await checkLibrary(page), 'textures')?.digest;
  for (let kill = 0; kill < KILLS; kill++) {
    if (!named(await collectionsAfterRestart(), 'large')) {
      await importFile(page, archive);
      await expect
        .poll(async () => named(await checkLibrary(page), 'large')?.patches.size, { timeout: 120_000 })
        .toBe(LARGE);
      await openStartPage();
    }
    await removeFirst('large');
    await killWithin(SPAN.deleting);
    const found = await collectionsAfterRestart();
    expect(named(found, 'textures')?.digest).toBe(before);
    for (const { name, patches } of found) if (name === 'large') expect(patches.size).toBe(LARGE);
  }
});

test('of deleting patches, and of undoing it: each patch is whole or deleted, and nothing is kept for an undo', async () => {
  const archive = await makeLargeArchive(LARGE);
  // A kill before the deletion was noted leaves the collection, beside which an import would get another name.
  if (named(await collectionsAfterRestart(), 'large')) {
    await removeFirst('large');
    await expect(large()).toBeHidden();
    await openStartPage();
  }
  for (let kill = 0; kill < KILLS; kill++) {
    for (const isUndone of [false, true]) {
      await importFile(page, archive);
      await expect
        .poll(async () => named(await checkLibrary(page), 'large')?.patches.size, { timeout: 120_000 })
        .toBe(LARGE);
      const whole = named(await checkLibrary(page), 'large');
      await gallery(page).press('Control+a');
      await page.getByRole('button', { name: 'Delete…' }).click();
      await page.getByRole('button', { name: `Delete ${LARGE} patches` }).click();
      if (isUndone) await page.getByRole('button', { name: 'Undo' }).click();
      await killWithin(SPAN.undoing);
      const left = named(await collectionsAfterRestart(), 'large');
      for (const [file, digest] of left?.patches ?? []) expect(digest, file).toBe(whole?.patches.get(file));
      await expect.poll(() => countBinned(page)).toBe(0);
      await removeFirst('large');
      await expect(large()).toBeHidden();
      await openStartPage();
    }
  }
});

test('of migrating from the first version: everything is there, and opens', async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    await page.goto(`${server.url}icon.svg`);
    await page.evaluate(storeFirstVersion, LARGE);
    await page.goto(`${server.url}#/`, { waitUntil: 'commit' });
    await killWithin(SPAN.migrating);
    await expect(page.getByRole('link', { name: /first version/ })).toBeVisible();
    const packed = { thumbnails: 0, colours: 0, thumbnailBlocks: LARGE, colourBlocks: LARGE };
    await expect
      .poll(() => page.evaluate(countRecords), { timeout: 60_000 })
      .toMatchObject({ collections: 1, patches: LARGE, ...packed, slides: 0 });
  }
});

/** A database as version 1 made it, with a collection of so many patches. Runs in the page. */
async function storeFirstVersion(patches: number): Promise<void> {
  await new Promise((resolve) => {
    indexedDB.deleteDatabase('gramscope').onsuccess = resolve;
  });
  const opening = indexedDB.open('gramscope', 1);
  opening.onupgradeneeded = () => {
    const database = opening.result;
    database.createObjectStore('collections', { keyPath: 'id' });
    const store = database.createObjectStore('patches', { keyPath: ['collectionId', 'id'] });
    store.createIndex('byPath', ['collectionId', 'path'], { unique: true });
    database.createObjectStore('failures', { keyPath: ['collectionId', 'path'] });
    database.createObjectStore('thumbnails', { keyPath: ['collectionId', 'id'] });
    database.createObjectStore('colours', { keyPath: ['collectionId', 'id'] });
    database.createObjectStore('segments', { keyPath: ['collectionId', 'index'] });
  };
  const database = await new Promise<IDBDatabase>((resolve) => {
    opening.onsuccess = () => resolve(opening.result);
  });
  const stores = ['collections', 'patches', 'thumbnails', 'colours', 'segments'];
  const writing = database.transaction(stores, 'readwrite');
  const profile = { recipe: 1, weightsId: '', size: 64, layers: [1], sampling: 64, binarisation: 'per-layer' };
  const rules = { labelRule: { folderLevel: 0, renamed: {} }, sourceRule: { kind: 'file' }, origin: { kind: 'files' } };
  const facts = { id: 'old', name: 'first version', profileName: 'custom', createdAt: 1, thumbnailBytes: patches };
  writing.objectStore('collections').put({ ...facts, ...rules, profile, patchCount: patches });
  for (let id = 0; id < patches; id++) {
    const key = { collectionId: 'old', id };
    const file = { path: `${id}.png`, label: '', width: 1, height: 1, fileSize: 1, fileModified: 1 };
    writing.objectStore('patches').put({ ...key, ...file });
    writing.objectStore('thumbnails').put({ ...key, jpeg: new ArrayBuffer(1) });
    writing.objectStore('colours').put({ ...key, histogram: new Uint16Array(512), pixelHash: '' });
  }
  writing.objectStore('segments').put({ collectionId: 'old', index: 0, barcodes: new ArrayBuffer(8 * patches) });
  await new Promise((resolve) => {
    writing.oncomplete = resolve;
  });
  database.close();
}

/** Records of each store, and of blocks what lies in them. Runs in the page. */
async function countRecords(): Promise<Record<string, number>> {
  const opening = indexedDB.open('gramscope');
  const database = await new Promise<IDBDatabase>((resolve) => {
    opening.onsuccess = () => resolve(opening.result);
  });
  const counts = [...database.objectStoreNames].map(async (store) => {
    const reading = database.transaction(store).objectStore(store).getAll();
    const records = await new Promise<{ rows?: Uint32Array }[]>((resolve) => {
      reading.onsuccess = () => resolve(reading.result);
    });
    return [store, records.reduce((sum, { rows }) => sum + (rows ? rows.length / 3 : 1), 0)];
  });
  const found = Object.fromEntries(await Promise.all(counts));
  database.close();
  return found;
}
