/** What fails where nobody waits for it is said where the person looks: each part of what the browser keeps fails in turn. */
import 'fake-indexeddb/auto';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { wholeArchives } from '../scripts/hostile/hostile-archives.ts';
import { namedProfile } from '../src/barcode/profile.ts';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { readWeightsId } from './support/library.ts';
import { gallery, importFile, startAndFinish } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

const STORAGE_FAILED = "The browser's storage failed while reading or writing.";

test.describe.configure({ mode: 'serial' });

let app: OpenApp;
let page: Page;

test.beforeAll(async () => {
  app = await openApp({ withAssets: false });
  page = app.page;
  await page.addInitScript(breakOnDemand);
  await page.reload();
  await dropOnPage(page, [await makeTextureFolder({ imagesAKind: 1, side: 64 })]);
  await startAndFinish(page, 3, 60_000);
});
test.afterAll(() => app?.close());

/** In the page: what `sessionStorage.broken` names fails, an object store or "caches" or "sample". */
function breakOnDemand(): void {
  const isBroken = (name: string) => sessionStorage.getItem('broken') === name;
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...call: Parameters<typeof transaction>) {
    const [stores] = call;
    if ((typeof stores === 'string' ? [stores] : [...stores]).some(isBroken))
      throw new DOMException('broken for a test', 'UnknownError');
    return transaction.apply(this, call);
  };
  const { keys } = CacheStorage.prototype;
  CacheStorage.prototype.keys = function () {
    return isBroken('caches') ? Promise.reject(new Error('broken for a test')) : keys.call(this);
  };
  const { fetch } = window;
  window.fetch = (...request) =>
    isBroken('sample') && String(request[0]).endsWith('sample.json')
      ? Promise.resolve(new Response('{"tiles": 7}'))
      : fetch(...request);
}

/** Loads the page anew with something broken. */
async function openBroken(what: string): Promise<void> {
  await page.evaluate((broken) => sessionStorage.setItem('broken', broken), what);
  await page.reload();
}

function alerts(place: Page | Locator = page): Locator {
  return place.getByRole('alert');
}

test.afterEach(async () => {
  await page.evaluate(() => sessionStorage.removeItem('broken'));
  await page.reload();
  await expect(gallery(page).getByRole('option')).toHaveCount(3);
  await expect(alerts()).toHaveCount(0);
});

test('thumbnails', async () => {
  await openBroken('thumbnailBlocks');
  await expect(gallery(page).getByRole('option')).toHaveCount(3);
  await expect(alerts()).toContainText(STORAGE_FAILED);
  await alerts().getByRole('button', { name: 'Dismiss' }).click();
  await expect(alerts()).toHaveCount(0);
});

test('slides', async () => {
  await openBroken('slides');
  await expect(alerts()).toContainText(STORAGE_FAILED);
});

test('the failed files, in the details', async () => {
  await openBroken('failures');
  await page.getByRole('button', { name: /^Options for/ }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await expect(alerts(page.getByRole('dialog'))).toContainText(STORAGE_FAILED);
});

for (const [what, sentence] of [
  ['bin', STORAGE_FAILED],
  ['caches', 'Something went wrong that Gramscope did not foresee.'],
] as const) {
  test(`what is stored, in the settings: ${what}`, async () => {
    const address = page.url();
    await openBroken(what);
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(alerts(page.getByRole('main'))).toContainText(sentence);
    await page.goto(address);
  });
}

test('stains, in the details', async () => {
  const address = page.url();
  const [, withStains] = await wholeArchives(namedProfile('standard', await readWeightsId(page)));
  await importFile(page, Buffer.from(withStains ?? []));
  await expect(page.getByRole('navigation', { name: 'Slides' }).getByRole('link')).toHaveCount(2);
  await page.evaluate(() => sessionStorage.setItem('broken', 'slides'));
  await page.getByRole('button', { name: 'Options for Colon' }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await expect(alerts(page.getByRole('dialog'))).toContainText(STORAGE_FAILED);
  await page.keyboard.press('Escape');
  await page.goto(address);
});

test('the sample', async () => {
  const address = page.url();
  await openBroken('sample');
  await page.goto(app.url);
  await expect(alerts(page.getByRole('region', { name: 'No images at hand?' }))).toContainText('The sample could not');
  await page.goto(address);
});

test('what nobody foresaw', async () => {
  await page.evaluate(() => void Promise.reject(new Error('a promise of nobody')));
  await expect(alerts()).toContainText('Something went wrong that Gramscope did not foresee.');
  await expect(alerts()).toContainText('a promise of nobody');
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error('an error of nobody');
    });
  });
  await expect(alerts()).toContainText('an error of nobody');
});
