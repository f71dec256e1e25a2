import { copyFile, mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { type OpenApp, openApp } from '../../e2e/support/app.ts';
import { dropOnPage } from '../../e2e/support/drop.ts';
import { type MadeCollection, makeArchive } from '../../e2e/support/made-archive.ts';
import {
  chooseProfile,
  countReviewed,
  expectIndexed,
  gallery,
  importFile,
  similarPatches,
} from '../../e2e/support/screens.ts';
import { sharedFolder } from '../setup/shared-folder.mjs';
import { LONG_LABELS, MANY_LABELS, makeTissue, SHORT_LABELS, STRANGER, TORN } from './made-tissue.ts';

const SIZES = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const;

/** Long enough for every transition to end. */
const SETTLED_MS = 500;

/** Tall enough to see a page of figures at once. */
const WHOLE_PAGE = 3_600;

interface Scene {
  readonly name: string;
  /** The scene whose screen it begins on. */
  readonly follows?: string;
  /** Scrolls within, so that the window is made as tall as it. */
  readonly isLong?: true;
  prepare(app: OpenApp): Promise<void>;
  /** Done again at each size. */
  settle?(page: Page): Promise<void>;
}

export const SCENE_NAMES: readonly string[] = scenes().map(({ name }) => name);

/**
 * Pictures of the scenes at all sizes in both themes: `no-majority-1024-dark.png`.
 * @param only Matches the names of those to take; what they follow is gone through, too.
 */
export async function takeLooks(into: string, only = /./): Promise<void> {
  await mkdir(into, { recursive: true });
  const steps = leadingTo(scenes(), only);
  const app = await openApp({ withAssets: false });
  try {
    for (const scene of steps) {
      console.log(scene.name);
      try {
        await scene.prepare(app);
        if (only.test(scene.name)) await takeScene(app.page, scene, into);
      } catch (thrown) {
        // The other scenes are worth having all the same.
        console.error(thrown);
        process.exitCode = 1;
        await app.page.screenshot({ path: path.join(into, `${scene.name}-failed.png`) });
      }
    }
  } finally {
    await app.close();
  }
  console.log(into);
}

/** The scenes that match, and those that they follow, in their order. */
function leadingTo(all: readonly Scene[], only: RegExp): Scene[] {
  const needed = new Set<string | undefined>();
  const steps = all.toReversed().filter(({ name, follows }) => {
    const isStep = only.test(name) || needed.has(name);
    if (isStep) needed.add(follows);
    return isStep;
  });
  return steps.toReversed();
}

async function takeScene(page: Page, { name, isLong, settle }: Scene, into: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height: isLong ? WHOLE_PAGE : height });
      await settle?.(page);
      await page.waitForTimeout(SETTLED_MS);
      await page.screenshot({ path: path.join(into, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
}

function scenes(): Scene[] {
  const few = makeTissue('Colon, five classes', SHORT_LABELS, 40);
  const long = makeTissue('Archive with long names', LONG_LABELS, 12);
  const many = makeTissue('A hundred classes', MANY_LABELS, 6);
  const unlabelled = makeTissue('Without labels', [''], 60);
  return [
    { name: 'no-majority', prepare: (app) => search(app, few, TORN) },
    { name: 'nothing-alike', prepare: (app) => search(app, few, STRANGER) },
    { name: 'majority', prepare: (app) => search(app, few, 'slide-1_2-0.png') },
    { name: 'undo', prepare: (app) => relabel(app, few) },
    { name: 'unlabelled', prepare: (app) => search(app, unlabelled, 'slide-1_0-0.png') },
    { name: 'long-labels', prepare: (app) => search(app, long, 'slide-1_4-0.png') },
    { name: 'evaluate-form', prepare: (app) => evaluate(app, few) },
    { name: 'evaluate-5', isLong: true, prepare: (app) => evaluate(app, few) },
    { name: 'evaluate-30', isLong: true, prepare: (app) => evaluate(app, long) },
    { name: 'matrix-30', follows: 'evaluate-30', prepare: async () => {}, settle: showMatrix },
    { name: 'evaluate-100', isLong: true, prepare: (app) => evaluate(app, many) },
    { name: 'matrix-100', follows: 'evaluate-100', prepare: async () => {}, settle: showMatrix },
    ...reports('report-100', many),
    ...reports('report-30', long),
    ...slideScenes(),
  ];
}

/** Opens a collection, which is imported the first time. */
async function open({ page, url }: OpenApp, collection: MadeCollection): Promise<void> {
  if (!page.url().startsWith(url)) await page.goto(url);
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: collection.name });
  if (!(await link.isVisible())) {
    await importFile(page, await makeArchive(collection));
    await link.or(page.getByRole('alert')).first().waitFor({ timeout: 60_000 });
    if (!(await link.isVisible())) throw new Error(await page.getByRole('alert').first().innerText());
  }
  await link.click();
  await gallery(page).getByRole('option').first().waitFor();
}

async function search(app: OpenApp, collection: MadeCollection, file: string): Promise<void> {
  const { page } = app;
  await open(app, collection);
  const search = page.getByRole('searchbox', { name: 'Search names' });
  await search.fill(file);
  await gallery(page).getByRole('option', { name: file }).first().click();
  await similarPatches(page).getByRole('listitem').first().waitFor();
  await search.fill('');
  // What a distance means is measured after the first answers.
  await page.getByText('pairs', { exact: false }).first().waitFor();
  await page.waitForTimeout(2_000);
}

async function relabel(app: OpenApp, collection: MadeCollection): Promise<void> {
  const { page } = app;
  await open(app, collection);
  await page.getByRole('button', { name: 'Labels', exact: true }).click();
  await page.getByRole('checkbox', { name: /stroma/ }).check();
  await page.keyboard.press('Escape');
  await gallery(page)
    .getByRole('option')
    .nth(2)
    .click({ modifiers: ['ControlOrMeta'] });
  await gallery(page)
    .getByRole('option')
    .nth(4)
    .click({ modifiers: ['ControlOrMeta'] });
  await page.getByRole('button', { name: 'Change label…' }).click();
  await page.getByRole('textbox', { name: 'Label' }).fill('border of the tumour');
  await page.keyboard.press('Enter');
  await page.getByText('Labelled 2 patches').waitFor();
}

async function evaluate(app: OpenApp, collection: MadeCollection): Promise<void> {
  const { page } = app;
  await open(app, collection);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Evaluate' }).click();
  for (const protocol of ['Cross-validation in random folds', 'Leave one slide (or patient) out']) {
    await page.getByRole('combobox', { name: 'Protocol' }).click();
    await page.getByRole('option', { name: protocol }).click();
    await page
      .getByRole('form', { name: 'Protocol' })
      .getByRole('button', { name: /^Evaluate / })
      .click();
    await page.getByRole('progressbar', { name: 'Evaluation' }).waitFor({ state: 'hidden' });
    await page.getByRole('region', { name: 'Results' }).waitFor({ timeout: 120_000 });
  }
  await page.waitForTimeout(2_000);
}

async function showMatrix(page: Page): Promise<void> {
  const matrix = page.getByRole('region', { name: 'Confusion matrix' });
  await matrix.evaluate((section) => section.scrollIntoView({ block: 'start' }));
}

/** The printed report, and the same on the screen. */
function reports(name: string, collection: MadeCollection): Scene[] {
  let file = '';
  const download = async (app: OpenApp) => {
    await evaluate(app, collection);
    const downloading = app.page.waitForEvent('download');
    await app.page.getByRole('button', { name: 'Export' }).click();
    await app.page.getByRole('menuitem', { name: /HTML/ }).click();
    file = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-report-')), 'report.html');
    await (await downloading).saveAs(file);
  };
  const show = async ({ page }: OpenApp, media: 'print' | 'screen') => {
    if (file === '') throw new Error('There is no report to show.');
    await page.goto(pathToFileURL(file).href);
    await page.emulateMedia({ media });
  };
  return [
    {
      name: `${name}-screen`,
      isLong: true,
      prepare: async (app) => {
        await download(app);
        await show(app, 'screen');
      },
    },
    {
      name: `${name}-matrix`,
      follows: `${name}-screen`,
      prepare: (app) => show(app, 'screen'),
      settle: (page) =>
        page
          .getByRole('heading', { name: 'Confusion matrix' })
          .evaluate((heading) => heading.scrollIntoView({ block: 'start' })),
    },
    {
      name: `${name}-print`,
      follows: `${name}-screen`,
      isLong: true,
      prepare: async (app) => {
        await show(app, 'print');
        // A4 as Chromium would print it; look at it with any viewer.
        await app.page.pdf({ path: path.join(path.dirname(file), `${name}.pdf`), format: 'A4' });
        console.log(path.dirname(file));
      },
    },
  ];
}

/** Real slides, where they are at hand. */
function slideScenes(): Scene[] {
  const shared = sharedFolder();
  if (!shared) return [];
  const drop = async ({ page, url }: OpenApp) => {
    await page.emulateMedia({ media: null });
    await page.goto(url);
    const folder = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-looks-')), 'slides');
    await mkdir(folder);
    for (const name of ['CMU-1-Small-Region.svs', 'TCGA-CR-7395-01A-01-TS1.svs'])
      await copyFile(path.join(shared, 'data/slides', name), path.join(folder, name));
    const tiles = path.join(shared, 'data/kather2016-800/01_TUMOR');
    for (const name of (await readdir(tiles)).slice(0, 5))
      await copyFile(path.join(tiles, name), path.join(folder, name));
    await dropOnPage(page, [folder]);
    await page.getByRole('dialog').getByText('Resolution not recorded').first().waitFor({ timeout: 60_000 });
    return folder;
  };
  const index = async (app: OpenApp) => {
    const { page } = app;
    const review = page.getByRole('dialog');
    await chooseProfile(page, 'Custom');
    await review.getByLabel('Longer side, in pixels').fill('64');
    await review.getByLabel('Tile size, in pixels').fill('256');
    const patches = await countReviewed(page);
    await page.getByRole('button', { name: 'Start indexing' }).click();
    await expectIndexed(page, patches, 600_000);
    await page.getByRole('navigation', { name: 'Slides' }).getByRole('link', { name: 'CMU-1' }).click();
    const slide = page.getByRole('region', { name: 'CMU-1-Small-Region.svs' });
    await page.waitForTimeout(2_000);
    await slide.click({ position: { x: 500, y: 400 } });
    await page
      .getByRole('switch', { name: 'Heat map' })
      .or(page.getByRole('button', { name: 'Heat map' }))
      .first()
      .click();
    await page.waitForTimeout(3_000);
  };
  return [
    { name: 'review-first', prepare: async (app) => void (await drop(app)) },
    {
      name: 'review',
      follows: 'review-first',
      prepare: async ({ page }) => {
        await countReviewed(page);
      },
    },
    {
      name: 'review-profiles',
      follows: 'review',
      prepare: async ({ page }) => {
        await page.getByRole('button', { name: /^Profile: / }).click();
      },
      settle: async (page) => {
        await page.getByRole('radio', { name: 'Standard' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'heat',
      follows: 'review-profiles',
      prepare: async (app) => {
        await app.page.getByRole('button', { name: /^Profile: / }).click();
        await index(app);
      },
    },
  ];
}
