/** A person mends a collection: other labels for some patches, others deleted; and it holds after a reload. */
import { expect, type Page, test } from '@playwright/test';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { readStoredPatches } from './support/library.ts';
import { expectIndexed, gallery, patch, similarPatches, startAndFinish } from './support/screens.ts';
import { makeTextureFolder, TEXTURE_KINDS } from './support/textures.ts';

const PATCHES = 3 * TEXTURE_KINDS.length;
/** Of the Standard profile. */
const BARCODE_BYTES = 1_280;
const DELETED = ['fibres/1.png', 'fibres/3.png'];

test.describe.configure({ mode: 'serial' });

let app: OpenApp;
let page: Page;
let folder: string;

test.beforeAll(async () => {
  app = await openApp({ withAssets: false });
  page = app.page;
  folder = await makeTextureFolder({ imagesAKind: 3, side: 64 });
  await dropOnPage(page, [folder]);
  await startAndFinish(page, PATCHES, 60_000);
});
test.afterAll(() => app.close());

function bar() {
  return page.getByRole('region', { name: 'Selected patches' });
}

function options() {
  return gallery(page).getByRole('option');
}

test('patches are selected by click and by key, and nothing is searched meanwhile', async () => {
  await expect(gallery(page)).toHaveAttribute('aria-multiselectable', 'true');
  await expect(bar()).toBeHidden();
  await patch(page, 'crypts/2.png').click({ modifiers: ['ControlOrMeta'] });
  await patch(page, 'fibres/1.png').click({ modifiers: ['Shift'] });
  await expect(bar()).toContainText('3 selected');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(bar()).toContainText('4 selected');
  await page.keyboard.press('Control+Space');
  await expect(patch(page, 'fibres/2.png')).toHaveAttribute('aria-selected', 'false');
  await page.keyboard.press('Control+a');
  await expect(bar()).toContainText(`${PATCHES} selected`);
  await page.keyboard.press('Escape');
  await expect(bar()).toBeHidden();
  expect(page.url()).not.toContain('/p/');
});

test('three patches get a new label, and the filter shows them', async () => {
  await page.getByRole('button', { name: 'Select' }).click();
  for (const name of ['crypts/1.png', 'crypts/2.png', 'lymphocytes/1.png']) await patch(page, name).click();
  await bar().getByRole('button', { name: 'Change label…' }).click();
  await page.getByRole('textbox', { name: 'Label' }).fill('gland');
  await page.getByRole('button', { name: 'Change label', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'Select' }).click();
  await page.getByRole('button', { name: 'Labels' }).click();
  await page.getByRole('checkbox', { name: /gland/ }).check();
  await page.keyboard.press('Escape');
  await expect(options()).toHaveCount(3);
});

test('the hits know the new label at once', async () => {
  await patch(page, 'crypts/1.png').click();
  const labels = similarPatches(page).getByRole('listitem').filter({ hasText: 'crypts/2.png' });
  await expect(labels).toContainText('gland');
  await page.getByRole('button', { name: 'Labels: gland' }).first().click();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.keyboard.press('Escape');
  await expect(options()).toHaveCount(PATCHES);
});

test('sorted by label, each label stands together', async () => {
  const sort = async (order: string) => {
    await page.getByRole('combobox', { name: 'Sort patches' }).click();
    await page.getByRole('option', { name: order, exact: true }).click();
  };
  await sort('By label');
  await expect(options().first()).toHaveAccessibleName('crypts/3.png');
  await expect(options().nth(4)).toHaveAccessibleName('crypts/1.png');
  await expect(options().nth(6)).toHaveAccessibleName('lymphocytes/1.png');
  await sort('As added');
  await expect(options().first()).toHaveAccessibleName('crypts/1.png');
});

test('relabelled patches that leave the filter are said to, and an undo gives them their labels back', async () => {
  await page.getByRole('button', { name: 'Labels', exact: true }).click();
  await page.getByRole('checkbox', { name: /fibres/ }).check();
  await page.keyboard.press('Escape');
  await expect(options()).toHaveCount(3);
  await patch(page, 'fibres/1.png').click({ modifiers: ['ControlOrMeta'] });
  await bar().getByRole('button', { name: 'Change label…' }).click();
  await page.getByRole('textbox', { name: 'Label' }).fill('muscle');
  await page.keyboard.press('Enter');
  await expect(options()).toHaveCount(2);
  const said = page.getByRole('status').filter({ hasText: 'Labelled 1 patch “muscle”' });
  await expect(said).toContainText('1 no longer matches the filters');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Restored the label of 1 patch.')).toBeVisible();
  await expect(options()).toHaveCount(3);
  await page.getByRole('button', { name: 'Labels: fibres' }).click();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.keyboard.press('Escape');
});

test('who labelled patches by hand is told so before they are changed again', async () => {
  await gallery(page).press('Control+a');
  for (const name of ['Change label…', 'Delete…']) {
    await bar().getByRole('button', { name }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('heading')).toContainText([`${PATCHES} patches`]);
    await dialog.getByText('3 of them were labelled by hand').click();
    await expect(dialog.getByRole('listitem').filter({ hasText: 'crypts/1.png' })).toContainText('gland');
    await page.keyboard.press('Escape');
  }
  await gallery(page).press('Escape');
  await expect(bar()).toBeHidden();
});

test('a deletion is undone by its button or by Ctrl+Z: the same patches are back, byte for byte, and found', async () => {
  const before = await readStoredPatches(page, BARCODE_BYTES);
  await patch(page, 'crypts/1.png').click();
  const nearest = await similarPatches(page).allInnerTexts();
  for (const undo of [
    () => page.getByRole('button', { name: 'Undo' }).click(),
    () => page.keyboard.press('Control+z'),
  ]) {
    for (const name of ['crypts/2.png', 'fibres/1.png'])
      await patch(page, name).click({ modifiers: ['ControlOrMeta'] });
    await bar().getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete 2 patches' }).click();
    await expect(page.getByText('Deleted 2 patches.')).toBeVisible();
    await expect(options()).toHaveCount(PATCHES - 2);
    await undo();
    await expect(page.getByText('Brought back 2 patches.')).toBeVisible();
    await expect(options()).toHaveCount(PATCHES);
    await expect(patch(page, 'fibres/1.png').locator('img')).toBeVisible();
    expect(await readStoredPatches(page, BARCODE_BYTES)).toEqual(before);
    await expect.poll(() => similarPatches(page).allInnerTexts()).toEqual(nearest);
  }
});

test('what an undo needs is listed in the settings, and erased there', async () => {
  await patch(page, 'fibres/1.png').click({ modifiers: ['ControlOrMeta'] });
  await bar().getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete 1 patch' }).click();
  await expect(options()).toHaveCount(PATCHES - 1);
  await page.getByRole('link', { name: 'Settings' }).click();
  const row = page.getByRole('row', { name: /^Deleted patches, kept for undo 1 patch [\d.]+ kB$/ });
  await expect(row).toBeVisible();
  await page.getByRole('button', { name: 'Erase deleted patches now' }).click();
  await expect(row).toBeHidden();
  await page.goBack();
  await expect(options()).toHaveCount(PATCHES - 1);
  // What can be undone now is the label given before.
  await expect(page.getByText('Deleted 1 patch.')).toBeHidden();
  await dropOnPage(page, [folder]);
  await page.getByRole('radio', { name: /^Add to “/ }).click();
  await page.getByRole('button', { name: 'Start indexing' }).click();
  await expect(options()).toHaveCount(PATCHES, { timeout: 60_000 });
});

test('two patches are deleted, and nothing finds them any more', async () => {
  await patch(page, 'fibres/2.png').click();
  await expect(similarPatches(page).getByRole('listitem')).toHaveCount(PATCHES - 1);
  for (const name of DELETED) await patch(page, name).click({ modifiers: ['ControlOrMeta'] });
  await bar().getByRole('button', { name: 'Delete…' }).click();
  await expect(page.getByRole('dialog')).toContainText('drop the folder on this collection again');
  await page.getByRole('button', { name: 'Delete 2 patches' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expectDeleted();
});

test('it is all as it was left after a reload', async () => {
  await page.reload();
  await expectDeleted();
  await expect(page.getByRole('button', { name: /^Options for/ })).toHaveCount(1);
  await expect(page.getByRole('link', { name: /textures.*7/ })).toBeVisible();
  const item = similarPatches(page).getByRole('listitem').filter({ hasText: 'crypts/1.png' });
  await expect(item).toContainText('gland');
});

test('the folder dropped again brings the deleted patches back, and leaves the labels', async () => {
  await dropOnPage(page, [folder]);
  await page.getByRole('radio', { name: /^Add to “/ }).click();
  await page.getByRole('button', { name: 'Start indexing' }).click();
  await expect(options()).toHaveCount(PATCHES, { timeout: 60_000 });
  await page.getByRole('button', { name: 'Labels' }).click();
  await expect(page.getByRole('checkbox', { name: /gland/ })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('a deletion under filters is undone, too', async () => {
  await page.getByRole('searchbox', { name: 'Search names' }).fill('crypts');
  await expect(options()).toHaveCount(3);
  await patch(page, 'crypts/3.png').click({ modifiers: ['ControlOrMeta'] });
  await bar().getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete 1 patch' }).click();
  await expect(options()).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Search names' }).fill('fibres');
  await expect(options()).toHaveCount(3);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Brought back 1 patch.')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search names' }).fill('');
  await expect(options()).toHaveCount(PATCHES);
});

test('indexed again with another profile, labels given by hand are kept', async () => {
  await page.getByRole('button', { name: /^Options for/ }).click();
  await page.getByRole('menuitem', { name: 'Index again with another profile' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Profile' }).click();
  await page.getByRole('option', { name: 'Paper' }).click();
  await dialog.getByRole('button', { name: 'Index again' }).click();
  await expectIndexed(page, PATCHES, 240_000);
  await expect(page.getByRole('link', { name: /textures \(Paper\).*9/ })).toBeVisible();
  await page.getByRole('button', { name: 'Labels' }).click();
  await expect(page.getByRole('checkbox', { name: /gland/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await gallery(page).press('Control+a');
  await bar().getByRole('button', { name: 'Change label…' }).click();
  await expect(dialog).toContainText('3 of them were labelled by hand');
  await page.keyboard.press('Escape');
  await gallery(page).press('Escape');
});

test('another tab that writes has it disabled here, with the reason', async () => {
  const other = await app.context.newPage();
  await other.goto(app.url);
  await other.evaluate(() => {
    void navigator.locks.request('gramscope-writer', () => new Promise(() => {}));
  });
  await page.bringToFront();
  await patch(page, 'fibres/1.png').click({ modifiers: ['ControlOrMeta'] });
  await expect(bar().getByRole('button', { name: 'Delete…' })).toBeDisabled();
  await expect(bar()).toContainText('Another tab is writing');
  await other.close();
  await expect(bar().getByRole('button', { name: 'Delete…' })).toBeEnabled();
});

async function expectDeleted(): Promise<void> {
  await expect(options()).toHaveCount(PATCHES - DELETED.length);
  await expect(similarPatches(page).getByRole('listitem')).toHaveCount(PATCHES - DELETED.length - 1);
  for (const name of DELETED) await expect(page.getByText(name)).toHaveCount(0);
}
