/** Fills in the evaluation screen for each protocol, and takes the reports that the page makes. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { ALL_LAYERS } from '../../src/barcode/profile.ts';
import type { JsonCases } from '../../src/engine/evaluation/case-report.ts';
import type { JsonReport } from '../../src/engine/evaluation/report-json.ts';
import type { Protocol } from '../../src/evaluation/protocol.ts';
import type { Options } from './options.ts';
import { choose } from './screen.ts';

const PROTOCOL_TITLES: Readonly<Record<Protocol['kind'], string>> = {
  folds: 'Cross-validation in random folds',
  'leave-out': 'Leave one slide (or patient) out',
  split: 'Train and test folders',
};

const FORMATS = { html: /HTML/, json: /JSON/, csv: /CSV/, predictions: /every query/ } as const;

export interface Reports extends Readonly<Partial<Record<'html' | 'csv' | 'predictions', Buffer>>> {
  readonly json: JsonReport;
}

/**
 * Evaluates the collection by every protocol, the first one last, so that it heads the reports and the others stand
 * beside it.
 * @throws Error with what the page says when it cannot.
 */
export async function evaluateCollection(page: Page, name: string, options: Options): Promise<Reports> {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByTitle(name, { exact: true }).click();
  await navigation.getByRole('link', { name: 'Evaluate', exact: true }).click();
  for (const protocol of options.protocols.toReversed()) await evaluateBy(page, protocol, options);
  const reports: Partial<Record<'html' | 'csv' | 'predictions', Buffer>> = {};
  for (const kind of ['html', 'csv', 'predictions'] as const) {
    if (options.reports[kind] !== undefined) reports[kind] = await exportAs(page, kind);
  }
  return { json: JSON.parse((await exportAs(page, 'json')).toString('utf8')), ...reports };
}

async function evaluateBy(page: Page, protocol: Protocol, options: Options): Promise<void> {
  const form = page.getByRole('form', { name: 'Protocol' });
  const refused = page.getByRole('heading', { name: 'No labels to evaluate with' });
  await form.or(refused).waitFor({ timeout: 60_000 });
  if (await refused.isVisible()) throw new Error('The images have no labels: they lie in no folders of that level.');
  const target = form.getByRole('combobox', { name: 'What is retrieved' });
  if (await target.isVisible()) await choose(form, 'What is retrieved', options.table?.target ?? 'Label');
  await choose(form, 'Protocol', PROTOCOL_TITLES[protocol.kind]);
  if (protocol.kind === 'folds') {
    await choose(form, 'Folds', `${protocol.k} folds`);
    await form.getByLabel('Seed').fill(String(protocol.seed));
  } else if (protocol.kind === 'leave-out') {
    const ruled = form.getByRole('combobox', { name: 'Cases' });
    const wanted = protocol.pattern === undefined ? /collection/ : /pattern/;
    if (await ruled.isVisible()) await choose(form, 'Cases', wanted);
    if (protocol.pattern !== undefined) {
      await form.getByLabel('Pattern that names the slide').fill(protocol.pattern);
    }
  } else {
    await form.getByLabel('Training folder').fill(protocol.train);
    await form.getByLabel('Test folder').fill(protocol.test);
  }
  for (const layer of options.settings.layers ?? ALL_LAYERS) {
    const toggle = form.getByRole('button', { name: `Layer ${layer}`, exact: true });
    const isOn = (await toggle.getAttribute('aria-pressed')) === 'true';
    if (isOn !== options.layers.includes(layer)) await toggle.click();
  }
  await choose(form, 'Who votes', options.voters === 1 ? 'The nearest' : `The ${options.voters} nearest`);
  const apart = form.getByRole('switch', { name: 'Exclude duplicate images' });
  if ((await apart.isChecked()) !== options.withoutDuplicates) await apart.click();
  const lens = form.getByRole('switch', { name: 'Also measure a learned similarity' });
  if ((await lens.isChecked()) !== options.withLens) await lens.click();
  // Offered where there are more queries than would be drawn.
  const drawn = form.getByRole('radio', { name: /drawn evenly$/ });
  if (options.draws && (await drawn.isVisible())) await drawn.click();
  await form.getByRole('button', { name: /^Evaluate/ }).click();
  const cancel = form.getByRole('button', { name: 'Cancel' });
  await cancel.waitFor({ timeout: 5_000 }).catch(() => {});
  await cancel.waitFor({ state: 'detached', timeout: 3_600_000 });
  const failure = page.getByRole('alert');
  if (await failure.isVisible()) throw new Error((await failure.innerText()).replaceAll(/\s+/g, ' '));
}

async function exportAs(page: Page, format: keyof typeof FORMATS): Promise<Buffer> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: FORMATS[format] }).click();
  return readFile(await (await downloading).path());
}

/** Searches with each case in turn, and takes the figures that the page makes. @throws Error with what the page says. */
export async function evaluateCases(page: Page, target = 'Label'): Promise<JsonCases> {
  const section = page.getByRole('region', { name: 'Whole cases' });
  const choice = section.getByRole('combobox', { name: 'What the cases vote about' });
  if (await choice.isVisible()) await choose(section, 'What the cases vote about', target);
  await section.getByRole('button', { name: 'Evaluate whole cases' }).click();
  const failure = page.getByRole('alert');
  const taken = section.getByRole('button', { name: 'Export cases (JSON)' });
  await taken.or(failure).first().waitFor({ timeout: 3_600_000 });
  if (await failure.isVisible()) throw new Error((await failure.innerText()).replaceAll(/\s+/g, ' '));
  const downloading = page.waitForEvent('download');
  await taken.click();
  return JSON.parse(await readFile(await (await downloading).path(), 'utf8'));
}
