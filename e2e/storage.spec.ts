/** What is stored can be seen and deleted, its loss is said, and tabs share it without harm. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { expect, test } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { makeLargeArchive } from './support/large-archive.ts';
import { countStored } from './support/library.ts';
import { gallery, importFile, similarPatches, startAndFinish, waitForSomeStored } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

const PATCHES = 3;

async function indexSome(page: Page): Promise<void> {
  await page
    .getByText(/WASM, \d threads/)
    .first()
    .waitFor();
  await dropOnPage(page, [await makeTextureFolder({ imagesAKind: 1, side: 64 })]);
  await startAndFinish(page, PATCHES, 60_000);
}

/** All that the page's origin keeps that a person may have brought in. */
async function whatIsLeft(page: Page) {
  const rest = await page.evaluate(async () => {
    const files: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    const cached = (await caches.keys()).map((name) => name.replace(/-[0-9a-f]{16}$/, ''));
    return { files, databases, caches: cached, settings: { ...localStorage }, session: { ...sessionStorage } };
  });
  return { ...rest, records: await countStored(page) };
}

test('what is stored is listed with its size, and "delete everything" does', async ({ app }) => {
  const { page } = app;
  await indexSome(page);
  await page.evaluate(async () => {
    await (await navigator.storage.getDirectory()).getFileHandle('left-behind', { create: true });
  });
  await page.getByRole('link', { name: 'Settings' }).click();
  const section = page.getByRole('region', { name: 'What is stored on this machine' });
  await expect(section.getByRole('row', { name: /^textures 3 patches [\d.]+ kB$/ })).toBeVisible();
  await expect(
    section.getByRole('row', { name: /^The program, for work without a network \d+ files [\d.]+ MB$/ }),
  ).toBeVisible();
  await expect(section.getByText(/The browser (keeps|may clear) this storage/)).toBeVisible();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await section.getByRole('button', { name: 'Delete everything' }).click();
  const reloaded = page.waitForEvent('load');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete everything' }).click();
  await reloaded;
  await expect(page.getByText('None yet.')).toBeVisible();
  const left = await whatIsLeft(page);
  expect(left).toMatchObject({ records: 0, files: [], databases: ['gramscope'], settings: {}, session: {} });
  expect([...new Set(left.caches)].sort()).toEqual(['gramscope-app', 'gramscope-weights'].slice(0, left.caches.length));
});

test('a run goes on while nobody answers the question for lasting storage', async ({ app }) => {
  const { page } = app;
  await page.evaluate(() => {
    StorageManager.prototype.persist = () => new Promise(() => {});
  });
  await indexSome(page);
});

test('a damaged record is set aside with a notice, the others work, and its folder mends it', async ({ app }) => {
  const { page } = app;
  const folder = await makeTextureFolder({ imagesAKind: 1, side: 64 });
  await dropOnPage(page, [folder]);
  await startAndFinish(page, PATCHES, 60_000);
  await page.evaluate(damageLabel);
  await page.reload();
  const notice = page.getByRole('note').filter({ hasText: '1 patch was set aside' });
  await expect(notice).toContainText('Drop the folder again, adding to this collection');
  await expect(gallery(page).getByRole('option')).toHaveCount(PATCHES - 1);
  await gallery(page).getByRole('option').first().click();
  await expect(similarPatches(page).getByRole('listitem')).toHaveCount(PATCHES - 2);
  await notice.getByRole('button', { name: 'Show which' }).click();
  await expect(page.getByRole('dialog')).toContainText('crypts/1.png');
  await page.keyboard.press('Escape');
  await dropOnPage(page, [folder]);
  await page.getByRole('radio', { name: /^Add to “/ }).click();
  await page.getByRole('button', { name: 'Start indexing' }).click();
  await expect(page.getByText(`1 new in this run. Indexed ${PATCHES} patches`)).toBeVisible({ timeout: 60_000 });
  await expect(notice).toBeHidden();
  await expect(gallery(page).getByRole('option')).toHaveCount(PATCHES);
});

test('collections that the browser has cleared by itself are missed', async ({ app }) => {
  const { page } = app;
  await indexSome(page);
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.deleteDatabase('gramscope').onsuccess = resolve;
      }),
  );
  await page.goto(`${app.url}#/`);
  await page.reload();
  const notice = page.getByRole('alert').filter({ hasText: 'The browser has cleared 1 collection' });
  await expect(notice).toBeVisible();
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await page.reload();
  await page.getByText('None yet.').waitFor();
  await expect(notice).toBeHidden();
});

test('a second tab reads while the first one writes, and writes once that is closed', async ({ app }) => {
  const { page, context } = app;
  const folder = await makeTextureFolder({ imagesAKind: 7, side: 64 });
  await dropOnPage(page, [folder]);
  await page.getByRole('button', { name: 'Start indexing' }).click();
  await expect(gallery(page).getByRole('option').nth(1)).toBeVisible({ timeout: 60_000 });
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(gallery(second).getByRole('option').first()).toBeVisible();
  await dropOnPage(second, [await makeTextureFolder({ imagesAKind: 1, side: 64 })]);
  await second.getByRole('button', { name: 'Start indexing' }).click();
  await expect(second.getByText('Another tab is indexing into the library.')).toBeVisible();
  await page.close();
  await second.getByRole('button', { name: 'Start indexing' }).click();
  await expect(second.getByRole('status').filter({ hasText: /Indexed 3 patches$/ })).toBeVisible({ timeout: 60_000 });
});

test('a tab whose storage a newer version has taken over asks for a reload', async ({ app }) => {
  const { page, context } = app;
  await indexSome(page);
  const newer = await context.newPage();
  // Any page of the same address, without the app.
  await newer.goto(`${app.url}icon.svg`);
  await newer.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('gramscope', 1_000);
        opening.onsuccess = () => resolve(opening.result.close());
      }),
  );
  await expect(page.getByText('A new version of Gramscope is ready.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('were written by a newer version of Gramscope').first()).toBeVisible();
});

test.describe('an interrupted import', () => {
  test.use({ openOptions: { withAssets: false } });

  test('is said, listed with its size, and discarded; a tab beside the one that imports says nothing', async ({
    app,
  }) => {
    const { page: closed, context, url } = app;
    await importFile(closed, await makeLargeArchive(2_000));
    await waitForSomeStored(closed);
    // Any page of the same address, without the app.
    const writer = await context.newPage();
    await writer.goto(`${url}icon.svg`);
    await closed.close();
    await writer.evaluate(() => {
      void navigator.locks.request('gramscope-writer', () => new Promise(() => {}));
    });

    const page = await context.newPage();
    await page.goto(`${url}#/`);
    const notice = page.getByRole('note').filter({ hasText: 'The import of “large” was interrupted' });
    const row = page.getByRole('link', { name: /^large Import interrupted: [\d,]+ of 2,000 patches$/ });
    await page
      .getByText(/WASM, \d threads/)
      .first()
      .waitFor();
    await expect(page.getByText('None yet.')).toBeVisible();
    await expect(notice).toBeHidden();

    // Nobody imports any more: the tab that was silent looks again.
    await writer.reload();
    await expect(notice).toContainText(
      /: [\d,]+ of 2,000 patches are stored\. ?Choose the same file again and it goes on/,
    );
    await expect(page.getByText('None yet.')).toBeVisible();
    await page.getByRole('link', { name: 'Settings' }).click();
    const stored = page.getByRole('row', {
      name: /^large \(interrupted import\) [\d,]+ of 2,000 patches [\d.]+ [kM]B$/,
    });
    await expect(stored).toBeVisible();
    await row.click();
    await expectAccessible(page);

    const dialog = page.getByRole('dialog', { name: 'Import a collection' });
    const refusal = dialog.getByRole('alert').filter({ hasText: 'This is another file' });
    await importFile(page, await makeLargeArchive(3, 'other'), 'The same file again');
    await expect(refusal).toBeVisible();
    // Neither the way back nor another layout takes the dialog away with the screen that it was begun on.
    await page.goBack();
    await expect(page).toHaveURL(/#\/settings$/);
    await expect(refusal).toBeVisible();
    await page.setViewportSize({ width: 400, height: 700 });
    await expect(page.getByRole('button', { name: 'Menu', includeHidden: true })).toBeAttached();
    await expect(refusal).toBeVisible();
    await page.setViewportSize({ width: 1280, height: 720 });
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await row.click();
    await expect(page.getByText('None yet.')).toBeVisible();

    await notice.getByRole('button', { name: 'Discard' }).click();
    await expect(notice).toBeHidden();
    await expect(row).toBeHidden();
    await expect.poll(() => countStored(page)).toBe(0);
  });

  test('goes on from its notice, and leads to the collection', async ({ app }) => {
    const { page: closed, context, url } = app;
    const archive = await makeLargeArchive(2_000);
    await importFile(closed, archive);
    await waitForSomeStored(closed);
    const page = await context.newPage();
    await closed.close();
    await page.goto(`${url}#/`);
    await page.getByRole('note').filter({ hasText: 'was interrupted' }).waitFor();
    await importFile(page, archive, 'The same file again');
    await expect(page).toHaveURL(/#\/c/, { timeout: 60_000 });
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByText('Import interrupted')).toBeHidden();
  });
});

/** Turns a bit in the label of the first patch. Runs in the page. */
async function damageLabel(): Promise<void> {
  const opening = indexedDB.open('gramscope');
  await new Promise((resolve) => {
    opening.onsuccess = resolve;
  });
  const writing = opening.result.transaction('patches', 'readwrite');
  const reading = writing.objectStore('patches').openCursor();
  reading.onsuccess = () => {
    const cursor = reading.result;
    const label = String.fromCharCode(cursor?.value.label.charCodeAt(0) ^ 1) + cursor?.value.label.slice(1);
    cursor?.update({ ...cursor.value, label });
  };
  await new Promise((resolve) => {
    writing.oncomplete = resolve;
  });
  opening.result.close();
}
