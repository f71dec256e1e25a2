import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { type OpenApp, openApp } from '../../e2e/support/app.ts';
import { makeArchive } from '../../e2e/support/made-archive.ts';
import { gallery, importFile, similarPatches } from '../../e2e/support/screens.ts';
import { type Made, makeCollections } from './made-collections.ts';
import { makeReport } from './made-report.ts';
import { STRANGER, TORN } from './made-tissue.ts';
import type { Scene } from './scene.ts';
import { slideScenes } from './slide-scenes.ts';

const SIZES = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const;

/** Long enough for every transition to end. */
const SETTLED_MS = 500;

/** Chromium takes no higher pictures than this. */
const HIGHEST = 12_000;

export const SCENE_NAMES: readonly string[] = scenes('').map(({ name }) => name);

/**
 * Pictures of the scenes at all sizes in both themes: `no-majority-1024-dark.png`.
 * @param only Matches the names of those to take; what they follow is gone through, too.
 */
export async function takeLooks(into: string, only = /./): Promise<void> {
  await mkdir(into, { recursive: true });
  const steps = leadingTo(scenes(into), only);
  const app = await openApp({ withAssets: false });
  app.page.setDefaultTimeout(120_000);
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

async function takeScene(page: Page, { name, isLong, settle, part }: Scene, into: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      if (isLong) await page.setViewportSize({ width, height: Math.min(HIGHEST, await wholeHeight(page)) });
      await settle?.(page);
      await page.waitForTimeout(SETTLED_MS);
      const shot = part ? part(page) : page;
      await shot.screenshot({ path: path.join(into, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** How high the window must be for nothing in the middle to scroll. */
function wholeHeight(page: Page): Promise<number> {
  return page.evaluate(() => {
    const all = [document.documentElement, ...document.querySelectorAll('main, main *')];
    const hidden = all.map((element) => {
      const scrolls = element === document.documentElement || getComputedStyle(element).overflowY === 'auto';
      return scrolls ? element.scrollHeight - element.clientHeight : 0;
    });
    return Math.ceil(innerHeight + Math.max(...hidden) * 1.3);
  });
}

function scenes(into: string): Scene[] {
  const { few, long, many, unlabelled, ...reported } = makeCollections();
  return [
    { name: 'start', prepare: (app) => app.page.getByRole('button', { name: 'Try it with a sample' }).waitFor() },
    {
      name: 'settings',
      isLong: true,
      prepare: async ({ page }) => {
        await follow(page, 'Settings');
        await page.getByRole('heading', { name: 'About' }).waitFor();
      },
    },
    { name: 'no-majority', prepare: (app) => search(app, few, TORN) },
    { name: 'nothing-alike', prepare: (app) => search(app, few, STRANGER) },
    { name: 'majority', prepare: (app) => search(app, few, 'slide-1_2-0.png') },
    {
      name: 'evidence',
      follows: 'majority',
      prepare: async () => {},
      part: (page) => page.getByRole('complementary'),
    },
    {
      name: 'compare',
      follows: 'majority',
      prepare: async ({ page }) => {
        await page.getByRole('button', { name: 'Compare side by side' }).nth(1).click();
        await page.getByRole('dialog', { name: /^Query and hit/ }).waitFor();
      },
    },
    { name: 'details', prepare: (app) => details(app, few) },
    { name: 'undo', prepare: (app) => relabel(app, few) },
    { name: 'undo-deleted', follows: 'undo', prepare: remove },
    { name: 'unlabelled', prepare: (app) => search(app, unlabelled, 'slide-1_0-0.png') },
    { name: 'long-labels', prepare: (app) => search(app, long, 'slide-1_4-0.png') },
    { name: 'evaluate-5', isLong: true, prepare: (app) => evaluate(app, few) },
    { name: 'evaluate-30', isLong: true, prepare: (app) => evaluate(app, long) },
    { name: 'matrix-30', follows: 'evaluate-30', prepare: async () => {}, settle: showMatrix },
    { name: 'evaluate-100', isLong: true, prepare: (app) => evaluate(app, many) },
    { name: 'matrix-100', follows: 'evaluate-100', prepare: async () => {}, settle: showMatrix },
    ...Object.values({ ...reported, long, many }).flatMap((collection) => reports(collection, into)),
    ...slideScenes(),
  ];
}

async function follow(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
}

/** Opens a collection, which is imported the first time. */
async function open({ page, url }: OpenApp, { collection }: Made): Promise<void> {
  if (!page.url().startsWith(url)) await page.goto(url);
  await page.keyboard.press('Escape');
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: collection.name });
  if (!(await link.isVisible())) {
    await importFile(page, await makeArchive(collection));
    await link.or(page.getByRole('alert')).first().waitFor();
    if (!(await link.isVisible())) throw new Error(await page.getByRole('alert').first().innerText());
  }
  await link.click();
  await gallery(page).getByRole('option').first().waitFor();
}

async function search(app: OpenApp, made: Made, file: string): Promise<void> {
  const { page } = app;
  await open(app, made);
  const names = page.getByRole('searchbox', { name: 'Search names' });
  await names.fill(file);
  await gallery(page).getByRole('option', { name: file }).first().click();
  // What a distance means is measured after the first answers.
  await similarPatches(page)
    .getByText(/closer than/i)
    .first()
    .waitFor();
  await names.fill('');
  await names.blur();
  await page.waitForTimeout(2_000);
}

async function details(app: OpenApp, made: Made): Promise<void> {
  const { page } = app;
  await open(app, made);
  await page.getByRole('button', { name: `Options for ${made.collection.name}` }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await page.getByRole('dialog').waitFor();
}

async function relabel(app: OpenApp, made: Made): Promise<void> {
  const { page } = app;
  await open(app, made);
  await page.getByRole('button', { name: 'Labels', exact: true }).click();
  await page.getByRole('checkbox', { name: /stroma/ }).check();
  await page.keyboard.press('Escape');
  await select(page, [2, 4]);
  await page.getByRole('button', { name: 'Change label…' }).click();
  await page.getByRole('textbox', { name: 'Label' }).fill('border of the tumour');
  await page.keyboard.press('Enter');
  await page.getByText('Labelled 2 patches').waitFor();
}

async function remove({ page }: OpenApp): Promise<void> {
  await select(page, [1, 3, 5]);
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete 3 patches' }).click();
  await page.getByText('Deleted 3 patches').waitFor();
}

async function select(page: Page, places: readonly number[]): Promise<void> {
  for (const at of places)
    await gallery(page)
      .getByRole('option')
      .nth(at)
      .click({ modifiers: ['ControlOrMeta'] });
}

async function evaluate(app: OpenApp, made: Made): Promise<void> {
  const { page } = app;
  await open(app, made);
  await follow(page, 'Evaluate');
  for (const protocol of ['Cross-validation in random folds', 'Leave one slide (or patient) out']) {
    await page.getByRole('combobox', { name: 'Protocol' }).click();
    await page.getByRole('option', { name: protocol }).click();
    const button = page.getByRole('form', { name: 'Protocol' }).getByRole('button', { name: /^Evaluate / });
    await button.click();
    await button.waitFor();
    await page.getByRole('region', { name: 'Results' }).waitFor();
  }
  await page.waitForTimeout(2_000);
}

async function showMatrix(page: Page): Promise<void> {
  const matrix = page.getByRole('region', { name: 'Confusion matrix' });
  await matrix.evaluate((section) => section.scrollIntoView({ block: 'start' }));
}

/** The report of an evaluation on the screen, its matrix, and on paper: a PDF beside the pictures. */
function reports({ labels, collection }: Made, into: string): Scene[] {
  const name = `report-${labels}`;
  return [
    {
      name,
      isLong: true,
      prepare: async ({ page }) => {
        const file = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-report-')), 'report.html');
        await writeFile(file, await makeReport(collection));
        await page.goto(pathToFileURL(file).href);
        await page.pdf({ path: path.join(into, `${name}.pdf`), preferCSSPageSize: true, printBackground: true });
      },
    },
    {
      name: `${name}-matrix`,
      follows: name,
      prepare: async () => {},
      settle: (page) =>
        page
          .getByRole('heading', { name: 'Confusion matrix' })
          .evaluate((heading) => heading.scrollIntoView({ block: 'start' })),
    },
  ];
}
