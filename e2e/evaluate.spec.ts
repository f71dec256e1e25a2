/** Evaluating a small labelled folder: the figures on the page are those that counting by hand gives. */
import { copyFile, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { JsonReport } from '../src/engine/evaluation/report-json.ts';
import { type OpenApp, openApp } from './support/app.ts';
import { dropOnPage } from './support/drop.ts';
import { countDifferingBits } from './support/hamming.ts';
import { readStoredHistograms, readStoredPatches, type StoredPatch } from './support/library.ts';
import { chooseProfile, startAndFinish } from './support/screens.ts';
import { makeTextureFolder } from './support/textures.ts';

/** Four of each of three kinds, and one that is there twice. */
const PATCHES = 13;
const BARCODE_BYTES = 1_280;

/** Patches with the same number form a group. */
const PATTERN = '\\d+(?=\\.png)';

test.describe('an evaluation', () => {
  test.describe.configure({ mode: 'serial' });

  let app: OpenApp;
  let page: Page;
  let folder: string;
  let stored: StoredPatch[];

  test.beforeAll(async () => {
    folder = await makeTextureFolder({ imagesAKind: 4, side: 64 });
    await copyFile(path.join(folder, 'crypts/1.png'), path.join(folder, 'fibres/twin.png'));
    app = await openApp();
    page = app.page;
    await dropOnPage(page, [folder]);
    await startAndFinish(page, PATCHES, 120_000);
    stored = await readStoredPatches(page, BARCODE_BYTES);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Evaluate' }).click();
  });
  test.afterAll(async () => {
    await app.close();
    await rm(path.dirname(folder), { recursive: true, force: true });
  });

  test('leaving a group out gives what counting by hand gives', async () => {
    await choose('Protocol', 'Leave one slide (or patient) out');
    await page.getByLabel('Pattern that names the slide').fill(PATTERN);
    await expect(page.getByText('Makes 5 groups')).toBeVisible();
    await evaluate();
    const report = await exportJson();
    const byHand = stored.map((_, id) => vote(id, (q, r) => countDifferingBits(q.barcode, r.barcode)));
    expect(report).toMatchObject({ n: PATCHES, protocol: `leave-out:${PATTERN}`, seed: null, unmatched: 1 });
    expect(report.accuracy).toBeCloseTo(percentRight(byHand), 3);
    expect(report.confusion).toEqual(confusionOf(byHand));
    await expect(figure('Barcodes')).toContainText(`${percentRight(byHand).toFixed(1)} ± `);
    expect(report.mv3).toBeCloseTo(percentRight(byHand), 3);
    expect(report.per_source.map(({ source }) => source)).toEqual(['1', '2', '3', '4', 'fibres/twin.png']);
  });

  test('indexing, queries and bytes are measured', async () => {
    const { index_s, index_patches, index_s_per_patch, query_ms, query_ms_iqr, ...bytes } = await exportJson();
    expect(index_patches).toBe(PATCHES);
    expect(index_s).toBeGreaterThan(0);
    expect(index_s_per_patch).toBeGreaterThan(0);
    expect(query_ms).toBeGreaterThan(0);
    expect(query_ms_iqr?.[0]).toBeLessThanOrEqual(query_ms ?? 0);
    expect(bytes.bytes_per_patch).toBe(BARCODE_BYTES);
    expect(bytes.stored_bytes_per_patch).toBeGreaterThan(BARCODE_BYTES + 1_040);
  });

  test('every query stands in a table with its hits', async () => {
    const lines = (await exportAs(/every query/)).toString('utf8').trim().split('\r\n');
    expect(lines).toHaveLength(1 + PATCHES);
    const [first] = stored;
    if (!first) throw new Error('nothing stored');
    const others = stored.filter((other) => groupOf(other) !== groupOf(first));
    const nearest = Math.min(...others.map(({ barcode }) => countDifferingBits(first.barcode, barcode)));
    const columns = (lines[0] ?? '').split(',');
    const row = lines.find((line) => line.startsWith(`"${first.path}"`))?.split(',') ?? [];
    expect(row[columns.indexOf('"distance_1"')]).toBe(`${nearest}`);
  });

  test('the colours beside it are the Hellinger distance of the stored histograms', async () => {
    const histograms = await readStoredHistograms(page);
    const shares = histograms.map((roots) => roots.map((root) => root / 32_767));
    const distance = (q: StoredPatch, r: StoredPatch) =>
      hellinger(shares[stored.indexOf(q)], shares[stored.indexOf(r)]);
    const byHand = stored.map((_, id) => vote(id, distance));
    const report = await exportJson();
    expect(report.colour_accuracy).toBeCloseTo(percentRight(byHand), 3);
    await expect(figure('Colour alone')).toContainText(`${percentRight(byHand).toFixed(1)} ± `);
  });

  test('an image that is there twice is reported, and can be kept from answering', async () => {
    await expect(page.getByRole('note')).toContainText('1 image with identical pixels');
    const before = await exportJson();
    expect(before.duplicates).toMatchObject({
      groups: 1,
      contradicting: 1,
      paths: [['crypts/1.png', 'fibres/twin.png']],
    });
    await page.getByRole('switch', { name: 'Exclude duplicate images' }).click();
    await evaluate();
    const twin = stored.findIndex(({ path }) => path === 'fibres/twin.png');
    const original = stored.findIndex(({ path }) => path === 'crypts/1.png');
    const byHand = stored.map((_, id) =>
      vote(id, (q, r) => {
        const isTwin = [q, r].every((patch) => [stored[twin], stored[original]].includes(patch));
        return isTwin ? Number.POSITIVE_INFINITY : countDifferingBits(q.barcode, r.barcode);
      }),
    );
    expect((await exportJson()).confusion).toEqual(confusionOf(byHand));
  });

  test('a cell of the confusion matrix opens its patches', async () => {
    const cell = page.getByRole('button', { name: /^\d+ patch(es)? of fibres predicted as fibres/ });
    const count = Number(await cell.innerText());
    await cell.click();
    const patches = page.getByRole('region', { name: 'Patches of the cell' });
    await expect(patches.getByRole('link', { name: /^Search with fibres/ })).toHaveCount(count);
    await expect(
      patches
        .getByRole('list', { name: /^Found for/ })
        .first()
        .getByRole('listitem'),
    ).toHaveCount(5);
  });

  test('cross-validation stands beside it, with what the difference means', async () => {
    await choose('Protocol', 'Cross-validation in random folds');
    await choose('Folds', '3 folds');
    await evaluate();
    await expect(page.getByRole('region', { name: 'Results' })).toContainText(
      /are right with random folds, and .* with their own source left out/,
    );
    const report = await exportJson();
    expect(report).toMatchObject({ protocol: 'cv3', seed: 1, folds: 3, neighbours: 3 });
    expect(new Set(report.rows.map(({ protocol }) => protocol))).toEqual(new Set(['cv3', `leave-out:${PATTERN}`]));
    expect(report.rows.filter(({ protocol, neighbours }) => protocol === 'cv3' && neighbours === 3)).toHaveLength(12);
  });

  test('another profile of the same images stands beside it', async () => {
    const evaluated = page.url();
    await dropOnPage(page, [folder]);
    const review = page.getByRole('dialog');
    await review.getByRole('radio', { name: 'New collection', exact: true }).click();
    await chooseProfile(page, 'Custom');
    await review.getByLabel('Longer side, in pixels').fill('64');
    await choose('Entries of the Gram matrices kept', '128 per layer, evenly spaced');
    await startAndFinish(page, PATCHES, 60_000);
    await page.getByRole('link', { name: 'textures', exact: false }).last().click();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Evaluate' }).click();
    expect(page.url()).toBe(evaluated);
    await page.getByRole('button', { name: /^Compare with .* \(64 px, 128 per layer\)/ }).click();
    await expect(page.getByRole('cell', { name: '64 px, 128 per layer' }).first()).toBeVisible();
    const { rows } = await exportJson();
    expect(rows.filter(({ size, sampling }) => size === 64 && sampling === 128)).toHaveLength(14);
  });

  test('the report needs nothing but itself', async () => {
    const report = (await exportAs(/HTML/)).toString('utf8');
    expect(report).toContain('data:image/jpeg;base64,');
    expect(report).not.toMatch(/(src|href)="(?!data:)/);
    await expectHeadsInSight(report);
    const table = (await exportAs(/CSV/)).toString('utf8').trim().split('\r\n');
    expect(table).toHaveLength(1 + 3 * 14);
  });

  test('train and test folders that match nothing cannot be evaluated, and the form is there again after a reload', async () => {
    await choose('Protocol', 'Train and test folders');
    const button = page.getByRole('button', { name: `Evaluate ${PATCHES} patches` });
    await expect(button).toBeDisabled();
    await expect(page.getByText('No images match these training and test folders.')).toBeVisible();
    await page.reload();
    await expect(page.getByRole('combobox', { name: 'Protocol' })).toHaveText('Train and test folders');
    await choose('Protocol', 'Cross-validation in random folds');
    await expect(page.getByRole('combobox', { name: 'Folds' })).toHaveText('3 folds');
    await evaluate();
  });

  test('the console stayed clean', () => {
    expect(app.consoleErrors).toEqual([]);
  });

  async function choose(label: string, option: string): Promise<void> {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  }

  async function evaluate(): Promise<void> {
    const button = page.getByRole('button', { name: `Evaluate ${PATCHES} patches` });
    await button.click();
    await expect(button).toBeEnabled();
    await expect(page.getByRole('region', { name: 'Results' })).toBeVisible();
  }

  async function exportJson(): Promise<JsonReport> {
    return JSON.parse((await exportAs(/JSON/)).toString('utf8'));
  }

  async function exportAs(format: RegExp): Promise<Buffer> {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: format }).click();
    return readFile(await (await downloading).path());
  }

  /** Of the matrix, however far it is scrolled. */
  async function expectHeadsInSight(report: string): Promise<void> {
    const reader = await app.context.newPage();
    await reader.setViewportSize({ width: 200, height: 160 });
    await reader.setContent(report);
    const moved = await reader.locator('.scroll:has(.matrix)').evaluate((scroller) => {
      const placeOf = (selector: string) => scroller.querySelector(selector)?.getBoundingClientRect();
      const heads = () => [placeOf('thead th:last-child')?.top, placeOf('tbody tr:last-child th')?.left].map(Number);
      const cell = () => [placeOf('tbody td')?.top, placeOf('tbody td')?.left].map(Number);
      const [topBefore = 0, leftBefore = 0] = heads();
      const [cellTopBefore = 0, cellLeftBefore = 0] = cell();
      scroller.scrollTo(40, 30);
      const [top = 0, left = 0] = heads();
      const [cellTop = 0, cellLeft = 0] = cell();
      return {
        heads: [topBefore - top, leftBefore - left],
        cells: [cellTopBefore - cellTop, cellLeftBefore - cellLeft],
      };
    });
    await reader.close();
    expect(moved.cells).toEqual([30, 40]);
    for (const distance of moved.heads) expect(distance).toBeLessThan(3);
  }

  function figure(name: string) {
    return page
      .getByRole('definition')
      .filter({ has: page.locator(`xpath=preceding-sibling::dt[contains(., "${name}")]`) });
  }

  function groupOf({ path }: StoredPatch): string {
    return new RegExp(PATTERN).exec(path)?.[0] ?? path;
  }

  /** The label of most of the three nearest of other groups, or the nearest one's. */
  function vote(query: number, distance: (q: StoredPatch, r: StoredPatch) => number): string {
    const asking = stored[query];
    if (!asking) throw new Error(`no patch ${query}`);
    const labels = stored
      .map((patch, id) => ({ patch, id, distance: distance(asking, patch) }))
      .filter((other) => groupOf(other.patch) !== groupOf(asking) && other.distance < Number.POSITIVE_INFINITY)
      .sort((a, b) => a.distance - b.distance || a.id - b.id)
      .slice(0, 3)
      .map(({ patch }) => patch.label);
    return labels.find((label, at) => labels.indexOf(label) !== at) ?? labels[0] ?? '';
  }

  function percentRight(votes: readonly string[]): number {
    return (100 * votes.filter((label, id) => label === stored[id]?.label).length) / votes.length;
  }

  function confusionOf(votes: readonly string[]) {
    const labels = ['crypts', 'fibres', 'lymphocytes'];
    const count = (truth: string, taken: string) =>
      votes.filter((label, id) => label === taken && stored[id]?.label === truth).length;
    return { labels, counts: labels.map((truth) => labels.map((taken) => count(truth, taken))) };
  }
});

function hellinger(p: readonly number[] = [], q: readonly number[] = []): number {
  return Math.sqrt(Math.max(0, 1 - p.reduce((sum, root, bin) => sum + root * (q[bin] ?? 0), 0)));
}
