/** Scenes with real slides, where they are at hand. */
import { copyFile, mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { OpenApp } from '../../e2e/support/app.ts';
import { dropOnPage } from '../../e2e/support/drop.ts';
import { chooseProfile, countReviewed, expectIndexed, similarPatches } from '../../e2e/support/screens.ts';
import { sharedFolder } from '../setup/shared-folder.mjs';
import type { Scene } from './scene.ts';

const SLIDES = ['CMU-1-Small-Region.svs', 'TCGA-CR-7395-01A-01-TS1.svs'];

export function slideScenes(): Scene[] {
  const shared = sharedFolder();
  if (!shared) return [];
  return [
    { name: 'review-first', prepare: (app) => drop(app, shared) },
    { name: 'review', follows: 'review-first', prepare: async ({ page }) => void (await countReviewed(page)) },
    {
      name: 'review-profiles',
      follows: 'review',
      prepare: ({ page }) => page.getByRole('button', { name: /^Profile: / }).click(),
      settle: (page) => page.getByRole('radio', { name: 'Standard' }).scrollIntoViewIfNeeded(),
    },
    { name: 'slide', follows: 'review-profiles', prepare: index },
    {
      name: 'region',
      follows: 'slide',
      prepare: async ({ page }) => {
        await page.getByRole('button', { name: 'Draw a region' }).click();
        await page.mouse.move(700, 480);
        await page.mouse.down();
        await page.mouse.move(830, 590, { steps: 4 });
        await page.mouse.up();
        await expectHits(page);
      },
    },
    {
      name: 'heat',
      follows: 'region',
      prepare: async ({ page }) => {
        await page.getByRole('button', { name: 'Heat map', exact: true }).click();
        await page.getByRole('region', { name: 'Heat map' }).waitFor();
      },
    },
    {
      name: 'heat-two',
      follows: 'heat',
      prepare: async ({ page }) => {
        await page.getByRole('button', { name: 'Compare side by side' }).first().click();
        await page.getByRole('region', { name: /^Hit: / }).waitFor();
        await page.waitForTimeout(2_000);
      },
    },
  ];
}

/** Two slides, one without a resolution, and a few tiles. */
async function drop({ page, url }: OpenApp, shared: string): Promise<void> {
  await page.goto(url);
  const folder = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-looks-')), 'slides');
  await mkdir(folder);
  for (const name of SLIDES) await copyFile(path.join(shared, 'data/slides', name), path.join(folder, name));
  const tiles = path.join(shared, 'data/kather2016-800/01_TUMOR');
  for (const name of (await readdir(tiles)).slice(0, 5))
    await copyFile(path.join(tiles, name), path.join(folder, name));
  await dropOnPage(page, [folder]);
  await page.getByRole('dialog').getByText('Resolution not recorded').first().waitFor({ timeout: 60_000 });
}

async function index({ page }: OpenApp): Promise<void> {
  await page.getByRole('button', { name: /^Profile: / }).click();
  await chooseProfile(page, 'Custom');
  const review = page.getByRole('dialog');
  await review.getByLabel('Longer side, in pixels').fill('64');
  await review.getByLabel('Tile size, in pixels').fill('256');
  await review.getByRole('combobox', { name: 'Entries of the Gram matrices kept' }).click();
  await page.getByRole('option', { name: /^2,?048 per layer/ }).click();
  const patches = await countReviewed(page);
  await page.getByRole('button', { name: 'Start indexing' }).click();
  await expectIndexed(page, patches, 600_000);
  await page.getByRole('navigation', { name: 'Slides' }).getByRole('link', { name: 'CMU-1' }).click();
  const slide = page.getByRole('region', { name: 'CMU-1-Small-Region.svs' });
  await page.waitForTimeout(2_000);
  await slide.click({ position: { x: 500, y: 400 } });
  await expectHits(page);
}

/** And what their distances mean, which is measured behind them. */
async function expectHits(page: Page): Promise<void> {
  await similarPatches(page)
    .getByText(/distance \d+ bits/)
    .first()
    .waitFor({ timeout: 60_000 });
  await similarPatches(page)
    .getByText(/closer than/i)
    .first()
    .waitFor({ timeout: 60_000 });
}
