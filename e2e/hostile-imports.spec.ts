/** Exports that were altered and taken in all the same: every screen shows them, and none of it is an error. */
import 'fake-indexeddb/auto';
import { expect, type Page, test } from '@playwright/test';
import { encode as encodePng } from 'fast-png';
import { mutatedArchive, wholeArchives } from '../scripts/hostile/hostile-archives.ts';
import { namedProfile } from '../src/barcode/profile.ts';
import { seededRandom } from '../src/base/seeded-random.ts';
import { checkArchive } from '../src/library/archive/check-archive.ts';
import { fitsWeights } from '../src/library/archive/manifest.ts';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { readWeightsId } from './support/library.ts';
import { gallery, importFile, similarPatches, startAndFinish } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

const SURVIVORS = Number(process.env.GRAMSCOPE_SURVIVORS ?? 10);
const THUMBNAIL = new Uint8Array(encodePng({ width: 8, height: 8, data: new Uint8Array(8 * 8 * 3), channels: 3 }));

test.describe.configure({ mode: 'serial' });

let app: OpenApp;
let page: Page;
let survivors: { readonly file: Buffer; readonly patches: number; readonly slides: number }[];

test.beforeAll(async () => {
  app = await openApp({ withAssets: false });
  page = app.page;
  // Says which weights the page has.
  await dropOnPage(page, [await makeTextureFolder({ imagesAKind: 1, side: 64 })]);
  await startAndFinish(page, 3, 60_000);
  survivors = await findSurvivors(await readWeightsId(page));
  await deleteCollection();
});
test.afterAll(() => app?.close());

test('each of them is browsed, searched, looked into and evaluated', async () => {
  test.setTimeout(SURVIVORS * 30_000);
  for (const [at, { file, patches, slides }] of survivors.entries()) {
    await test.step(`survivor ${at}`, async () => {
      await importFile(page, file);
      await expect(page.getByRole('button', { name: /^Options for/ })).toHaveCount(1);
      await expect(gallery(page).getByRole('option').first()).toHaveAttribute('aria-setsize', `${patches}`);
      await gallery(page).getByRole('option').first().click();
      await expect(similarPatches(page).getByRole('listitem').first()).toBeVisible();
      await lookIntoDetails();
      await evaluate();
      if (slides > 0) await openSlide();
      await expect(page.getByRole('alert')).toHaveCount(0);
      await deleteCollection();
    });
  }
  expect(app.consoleErrors).toEqual([]);
});

/** The first alterations of a seed that an import takes. */
async function findSurvivors(weightsId: string): Promise<typeof survivors> {
  const profile = namedProfile('standard', weightsId);
  const archives = await wholeArchives(profile, THUMBNAIL);
  const random = seededRandom(21);
  const found: typeof survivors = [];
  for (let at = 0; found.length < SURVIVORS; at++) {
    const altered = await mutatedArchive(archives[at % archives.length] as (typeof archives)[0], random);
    const checked = await checkArchive(altered, new AbortController().signal, () => {}).catch(() => undefined);
    if (!checked || !fitsWeights(checked.manifest.profile, weightsId)) continue;
    const { manifest, slides } = checked;
    found.push({
      file: Buffer.from(await altered.arrayBuffer()),
      patches: manifest.patchCount,
      slides: slides.length,
    });
  }
  return found;
}

async function choose(item: string): Promise<void> {
  await page.getByRole('button', { name: /^Options for/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function lookIntoDetails(): Promise<void> {
  await choose('Details');
  const failed = page.getByRole('dialog').locator('dt', { hasText: /^Failed files$/ });
  await expect(failed.locator('+ dd')).toHaveText('none');
  await page.keyboard.press('Escape');
}

async function evaluate(): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Evaluate' }).click();
  const screen = page
    .getByRole('main')
    .getByText(/^(Evaluate “|No labels to evaluate with)/)
    .first();
  await expect(screen).toBeVisible();
  await page.goBack();
}

/** Its file is not here, which the screen says. */
async function openSlide(): Promise<void> {
  await page.getByRole('navigation', { name: 'Slides' }).getByRole('link').first().click();
  await expect(page.getByText('Where is this slide now?')).toBeVisible();
  await page.goBack();
}

async function deleteCollection(): Promise<void> {
  await choose('Delete');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .click();
  await expect(page.getByRole('button', { name: /^Options for/ })).toHaveCount(0);
}
