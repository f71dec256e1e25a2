/** Labels teach a similarity where that wins; hits say so, and it goes with its collection. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { encode as encodePng } from 'fast-png';
import { ALL_LAYERS, barcodeBits, type Profile } from '../src/barcode/profile.ts';
import { seededRandom, shuffled } from '../src/base/seeded-random.ts';
import { UNTRAINED_WEIGHTS_ID } from '../src/encoder/untrained.ts';
import { drawTexture, TEXTURE_KINDS } from '../src/engine/intake/draw-texture.ts';
import { drawLabelled } from '../src/search/lens/testing/draw-labelled.ts';
import { expect, test } from './support/app.ts';
import { makeArchive } from './support/made-archive.ts';
import { gallery, importFile, similarPatches } from './support/screens.ts';

test.use({ openOptions: { withAssets: false } });

const PROFILE: Profile = {
  recipe: 1,
  weightsId: UNTRAINED_WEIGHTS_ID,
  size: 64,
  layers: ALL_LAYERS,
  sampling: 100,
  binarisation: 'per-layer',
};
const LABELS = ['fat', 'mucosa', 'stroma', 'tumour'];
const [PATCHES, SOURCES, THUMBNAIL] = [480, 6, 48];

/** Sources sway the bits three times as much as labels do: what labels have in common is hidden. */
async function makeLabelled(name: string, labelOf: (label: number, at: number) => string): Promise<Buffer> {
  const drawing = { patches: PATCHES, labels: LABELS.length, sources: SOURCES, byLabel: 0.4, bySource: 1.2 };
  const { barcodes, labels, sources } = drawLabelled({ ...drawing, bits: barcodeBits(PROFILE) });
  const bytes = barcodes.length / PATCHES;
  const patches = labels.map((label, at) => ({
    path: `slide ${sources[at]}/${at}.png`,
    label: labelOf(label, at),
    width: 64,
    height: 64,
    fileSize: at + 1,
    fileModified: at + 1,
    barcode: barcodes.slice(at * bytes, (at + 1) * bytes),
    colours: { histogram: new Uint16Array(512).fill(at % 100), pixelHash: at.toString(16).padStart(64, '0') },
    thumbnail: drawThumbnail(label, at),
  }));
  return makeArchive({ name, profile: PROFILE, sourceRule: { kind: 'folder' }, patches });
}

function drawThumbnail(label: number, seed: number): ArrayBuffer {
  const { data } = drawTexture(TEXTURE_KINDS[label % TEXTURE_KINDS.length] ?? 'crypts', seed + 1, THUMBNAIL);
  return new Uint8Array(encodePng({ width: THUMBNAIL, height: THUMBNAIL, data, channels: 3, depth: 8 })).buffer;
}

const choice = (page: Page) => page.getByRole('radiogroup', { name: 'Similarity' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Learn from labels' });

async function checkLabels(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Learn from labels…' }).click();
  await dialog(page).getByRole('button', { name: 'Check whether it helps' }).click();
}

const namesOf = (page: Page) =>
  similarPatches(page)
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('title')));

test('labels teach a similarity that hits, vote and comparison go by, and that goes with its collection', async ({
  app: { page },
}) => {
  await importFile(page, await makeLabelled('tissue', (label) => LABELS[label] ?? ''));
  await gallery(page).getByRole('option').nth(1).click();
  await expect(similarPatches(page).getByRole('listitem')).toHaveCount(10);
  await expect(choice(page)).toHaveCount(0);
  const plain = await namesOf(page);

  await checkLabels(page);
  await expect(dialog(page)).toContainText(/Learned similarity wins here: on folders it has not seen/, {
    timeout: 60_000,
  });
  await dialog(page).getByRole('button', { name: 'Search with it' }).click();
  await expect(choice(page).getByRole('radio', { name: 'Learned' })).toBeChecked();
  await expect(page.getByText(/^\+\d+\.\d points on folders it has not seen, \d of 6 up$/)).toBeVisible();
  await expect(similarPatches(page).getByRole('listitem').first()).toContainText(
    /learned distance [\d,]+ \(\+[\d,]+\)/,
  );
  await expect(page.getByText(/The nearest 3 of 479 references by learned similarity/)).toBeVisible();
  expect(await namesOf(page)).not.toEqual(plain);

  await page.getByRole('button', { name: 'Compare plain and learned hits' }).click();
  const compared = page.getByRole('dialog', { name: 'Plain and learned hits' });
  for (const kind of ['Plain', 'Learned']) {
    await expect(compared.getByRole('region', { name: `${kind} hits` }).getByRole('listitem')).toHaveCount(10);
  }
  await page.keyboard.press('Escape');

  await page.reload();
  await expect(choice(page).getByRole('radio', { name: 'Learned' })).toBeChecked();
  await expect(similarPatches(page).getByRole('listitem').first()).toContainText('learned distance');
  await choice(page).getByRole('radio', { name: 'Plain' }).click();
  await expect(similarPatches(page).getByRole('listitem').first()).not.toContainText('learned distance');
  await expect.poll(() => namesOf(page)).toEqual(plain);

  // A dialog of the system cannot be answered here; without it the browser downloads.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.getByRole('button', { name: /^Options for/ }).click();
  await page.getByRole('menuitem', { name: 'Export to a file' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await importFile(page, await readFile(await (await downloading).path()));
  await page.getByRole('link', { name: /^tissue 2/ }).click();
  await gallery(page).getByRole('option').nth(1).click();
  await choice(page).getByRole('radio', { name: 'Learned' }).click();
  await expect(similarPatches(page).getByRole('listitem').first()).toContainText('learned distance');
});

test('labels that say nothing of the patches are not offered, and that is said', async ({ app: { page } }) => {
  const drawn = shuffled(
    Array.from({ length: PATCHES }, (_, at) => at % LABELS.length),
    seededRandom(3),
  );
  await importFile(page, await makeLabelled('noise', (_, at) => LABELS[drawn[at] ?? 0] ?? ''));
  await gallery(page).getByRole('option').first().click();
  await checkLabels(page);
  await expect(dialog(page)).toContainText(/does not win here, and plain similarity stays/, { timeout: 60_000 });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Learn from labels…' })).toBeVisible();
  await expect(choice(page)).toHaveCount(0);
});
