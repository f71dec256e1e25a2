import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@playwright/test';
import { FirefoxVisit } from '../../e2e/support/firefox.ts';
import { makeArchive } from '../../e2e/support/made-archive.ts';
import { serveApp } from '../setup/serve-app.mjs';
import { type Made, makeCollections } from './made-collections.ts';
import { makeReport } from './made-report.ts';
import { STRANGER, TORN } from './made-tissue.ts';

const WIDTHS = [
  [1440, 900],
  [390, 844],
] as const;

const SETTLED_MS = 500;

/** The states that matter most, in Firefox: `firefox-no-majority-390-dark.png`. */
export async function takeFirefoxLooks(program: string, into: string, only = /./): Promise<void> {
  await mkdir(into, { recursive: true });
  const { few, long, unlabelled, nine } = makeCollections();
  const server = await serveApp({ port: 4290, withAssets: false, outDir: 'dist' });
  const visit = await FirefoxVisit.open(program, server.url);
  try {
    for (const [name, prepare] of [
      ['start', () => visit.page.goto(server.url)],
      ['no-majority', () => search(visit, few, TORN)],
      ['nothing-alike', () => search(visit, few, STRANGER)],
      ['unlabelled', () => search(visit, unlabelled, 'slide-1_0-0.png')],
      ['long-labels', () => search(visit, long, 'slide-1_4-0.png')],
      ['evaluate', () => evaluate(visit, few)],
      ['report', () => report(visit, nine)],
    ] as const) {
      if (!only.test(`firefox-${name}`)) continue;
      console.log(`firefox-${name}`);
      await prepare();
      await take(visit, path.join(into, `firefox-${name}`));
    }
  } finally {
    await visit.close();
    await server.close();
  }
}

async function take({ page }: FirefoxVisit, file: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    // Its driver cannot emulate a dark system.
    await page.evaluate((chosen) => {
      document.documentElement.dataset.theme = chosen;
      document.documentElement.style.colorScheme = chosen;
    }, theme);
    for (const [width, height] of WIDTHS) {
      await page.setViewport({ width, height });
      await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
      await page.screenshot({ path: `${file}-${width}-${theme}.png` });
    }
  }
  await page.setViewport({ width: WIDTHS[0][0], height: WIDTHS[0][1] });
}

/** Shows a patch with its hits; the collection is imported the first time. */
async function search(visit: FirefoxVisit, { collection }: Made, file: string): Promise<void> {
  const { page } = visit;
  const address = await open(visit, collection);
  const id = collection.patches.findIndex(({ path: of }) => of.endsWith(file));
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `${address}/p/${id}`);
  await page.waitForFunction(() => /closer than/i.test(document.body.innerText), { timeout: 60_000 });
}

async function evaluate(visit: FirefoxVisit, { collection }: Made): Promise<void> {
  await open(visit, collection);
  await visit.click('link', 'Evaluate');
  await visit.press(`Evaluate ${collection.patches.length} patches`);
  await visit.page.waitForSelector('section[aria-label="Results"]', { timeout: 120_000 });
}

async function report({ page }: FirefoxVisit, { collection }: Made): Promise<void> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-report-')), 'report.html');
  await writeFile(file, await makeReport(collection));
  await page.goto(pathToFileURL(file).href);
}

type Collection = Made['collection'];

/** @returns The part of the address behind its hash. */
async function open(visit: FirefoxVisit, collection: Collection): Promise<string> {
  const { page } = visit;
  const linkOf = () =>
    page.evaluate((name) => {
      const links = [...document.querySelectorAll<HTMLAnchorElement>('nav[aria-label="Main"] a')];
      return links.find((link) => link.innerText.startsWith(name))?.hash;
    }, collection.name);
  if (!(await linkOf())) {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-looks-')), 'collection.tar');
    await writeFile(file, await makeArchive(collection));
    await visit.chooseFiles('Exported collection to import', [file]);
  }
  await expect.poll(linkOf, { timeout: 60_000 }).toBeDefined();
  const address = (await linkOf()) ?? '';
  await page.evaluate((hash) => {
    location.hash = hash;
  }, address);
  await page.waitForSelector('[role="listbox"][aria-label="Patches"] [role="option"]');
  return address;
}
