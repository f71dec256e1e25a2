/** What a person does with what is indexed: search with an image from outside, rename, delete; and the sample. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type OpenApp, openApp, test } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { countDifferingBits } from './support/hamming.ts';
import { countStored, readStoredPatches } from './support/library.ts';
import { patch, readHits, similarPatches, startAndFinish } from './support/screens.ts';
import { makeTextureFolder, TEXTURE_KINDS } from './support/textures.ts';

const PATCHES = TEXTURE_KINDS.length;
const BARCODE_BYTES = 1_280;

test.describe('a collection', () => {
  test.describe.configure({ mode: 'serial' });

  let app: OpenApp;
  let folder: string;

  test.beforeAll(async () => {
    app = await openApp();
    folder = await makeTextureFolder({ imagesAKind: 1, side: 64 });
    await dropOnPage(app.page, [folder]);
    await startAndFinish(app.page, PATCHES, 60_000);
  });
  test.afterAll(() => app.close());

  test('is searched with a chosen image from outside, which finds itself and is not stored', async () => {
    const { page } = app;
    await page.getByLabel('Image to search with').setInputFiles(path.join(folder, 'fibres/1.png'));
    await expectOutsideAnswer(app, 'fibres/1.png');
    expect(page.url()).toMatch(/\/ask$/);
    expect(await readStoredPatches(page, BARCODE_BYTES)).toHaveLength(PATCHES);
  });

  test('is searched with an image dropped on the query box, which starts no import', async () => {
    const { page } = app;
    const box = await page.getByRole('button', { name: /Drop, paste or choose an image/ }).boundingBox();
    const at = { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
    await dropOnPage(page, [path.join(folder, 'crypts/1.png')], at);
    await expectOutsideAnswer(app, 'crypts/1.png');
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  test('is searched with a pasted image', async () => {
    const { page } = app;
    const png = [...(await readFile(path.join(folder, 'lymphocytes/1.png')))];
    await page.evaluate((bytes) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }));
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, png);
    await expectOutsideAnswer(app, 'lymphocytes/1.png');
  });

  test('is walked by keyboard: arrows, Enter, Escape', async () => {
    const { page } = app;
    await page.getByRole('listbox', { name: 'Patches' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(patch(page, 'fibres/1.png')).toHaveAttribute('aria-current', 'true');
    await expect(similarPatches(page).getByRole('listitem')).toHaveCount(PATCHES - 1);
    await page.keyboard.press('Escape');
    await expect(page).not.toHaveURL(/\/p\//);
  });

  test('is filtered by name and by label', async () => {
    const { page } = app;
    const options = page.getByRole('listbox', { name: 'Patches' }).getByRole('option');
    await page.getByRole('searchbox', { name: 'Search names' }).fill('crypt');
    await expect(options).toHaveCount(1);
    await page.getByRole('searchbox', { name: 'Search names' }).fill('');
    await expect(options).toHaveCount(PATCHES);
  });

  test('is renamed, and deleted without a trace', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Options for textures' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Drawn');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('button', { name: 'Options for Drawn' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete collection' }).click();
    await expect(page.getByRole('button', { name: 'Options for Drawn' })).toBeHidden();
    await expect.poll(() => countStored(page)).toBe(0);
  });
});

test('the sample starts with one click and is searchable while it is indexed', async ({ app }) => {
  const { page } = app;
  await page.getByRole('button', { name: 'Try it with a sample' }).click();
  const options = page.getByRole('listbox', { name: 'Patches' }).getByRole('option');
  await expect(options.nth(2)).toBeVisible({ timeout: 60_000 });
  await options.first().click();
  await expect(similarPatches(page).getByRole('listitem').first()).toBeVisible();
});

/** The most similar patch is the very image that was searched with, at the distance of its stored bits from themselves. */
async function expectOutsideAnswer({ page }: OpenApp, itself: string): Promise<void> {
  const stored = await readStoredPatches(page, BARCODE_BYTES);
  const paths = stored.map((one) => one.path);
  const query = stored.find((one) => one.path === itself);
  await expect
    .poll(async () => (await readHits(page, paths, PATCHES))[0], { timeout: 60_000 })
    .toEqual({ path: itself, distance: 0 });
  for (const { path: hit, distance } of await readHits(page, paths, PATCHES)) {
    const other = stored.find((one) => one.path === hit);
    expect(distance).toBe(countDifferingBits(query?.barcode ?? new Uint8Array(), other?.barcode ?? new Uint8Array()));
  }
}
