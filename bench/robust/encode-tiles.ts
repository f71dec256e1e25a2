/** The slow half: every tile's Gram entries, as it is and stain-normalised, from the app's own code in a browser. */
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';
import { serveApp } from '../../scripts/setup/serve-app.mjs';
import { ENTRIES_A_VIEW, SIZE, VIEWS } from './entries.ts';
import { EntryCache, entryKey } from './entry-cache.ts';
import type { Options } from './options.ts';
import type { StainedTile } from './page/page.ts';
import type { Colours } from './parts.ts';
import { balanced } from './tile-order.ts';

/** Above any number of cores that helps. */
const MOST_NETWORKS = 8;
const TELL_EVERY = 20;

/** Where entries are kept between runs. To be deleted when the app's code gives other pixels or entries than before. */
export const CACHE = path.join(os.tmpdir(), 'gramscope-bench-robust');

/** A tile, with the keys of its entries in the cache. */
export interface EncodedTile {
  readonly path: string;
  readonly label: string;
  readonly slide: string;
  readonly stains: StainedTile['stains'];
  readonly keys: Readonly<Record<Colours, string>>;
}

interface Job {
  readonly key: string;
  readonly request: { readonly path: string; readonly size: number; readonly stains?: StainedTile['stains'] };
}

/**
 * Encodes what is not in the cache yet, in an order of which every beginning is a balanced draw.
 * @returns The tiles in the order of the app's patches.
 */
export async function encodeTiles({ folder, groups, limit, cached }: Options): Promise<EncodedTile[]> {
  const cache = new EntryCache(CACHE);
  return withPage(folder, async (page) => {
    const networks = Math.min(os.availableParallelism(), MOST_NETWORKS);
    const weightsId = await page.evaluate((count) => globalThis.robustBench.start(count), networks);
    const found = await page.evaluate((pattern) => globalThis.robustBench.open(pattern), groups);
    const tiles: EncodedTile[] = [];
    for (const tile of found) tiles.push(await describe(folder, tile, new RegExp(groups), weightsId));
    const wanted = balanced(tiles).slice(0, limit);
    const isEncoded = ({ keys }: EncodedTile) => cache.has(keys['as-is']) && cache.has(keys.macenko);
    if (!cached) await encodeMissing(page, wanted.flatMap(jobsOf), cache, networks);
    return tiles.filter((tile) => wanted.includes(tile) && isEncoded(tile));
  });
}

async function describe(
  folder: string,
  { path: name, stains }: StainedTile,
  groups: RegExp,
  weightsId: string,
): Promise<EncodedTile> {
  const file = await readFile(path.join(folder, name));
  const shared = [weightsId, SIZE, VIEWS, ENTRIES_A_VIEW];
  const keys = { 'as-is': entryKey(shared, file), macenko: entryKey([...shared, JSON.stringify(stains)], file) };
  return { path: name, label: name.split('/')[0] ?? '', slide: groups.exec(name)?.[0] ?? name, stains, keys };
}

function jobsOf({ path: name, stains, keys }: EncodedTile): Job[] {
  return [
    { key: keys['as-is'], request: { path: name, size: SIZE } },
    { key: keys.macenko, request: { path: name, size: SIZE, stains } },
  ];
}

async function encodeMissing(page: Page, jobs: readonly Job[], cache: EntryCache, networks: number): Promise<void> {
  const missing = jobs.filter(({ key }) => !cache.has(key));
  if (missing.length > 0) console.log(`${missing.length} of ${jobs.length} encodings of eight views are to be made.`);
  const begin = Date.now();
  let next = 0;
  let done = 0;
  const work = async (network: number) => {
    for (let job = missing[next++]; job; job = missing[next++]) {
      const { key, request } = job;
      const entries = await page.evaluate(([number, wanted]) => globalThis.robustBench.entriesOf(number, wanted), [
        network,
        request,
      ] as const);
      await cache.write(key, entries);
      if (++done % TELL_EVERY === 0) console.log(progress(done, missing.length, Date.now() - begin));
    }
  };
  await Promise.all(Array.from({ length: networks }, (_, network) => work(network)));
}

function progress(done: number, all: number, milliseconds: number): string {
  const left = ((all - done) * milliseconds) / done / 60_000;
  return `${done} of ${all}, ${(milliseconds / done / 1000).toFixed(1)} s each, ${Math.ceil(left)} min left`;
}

async function withPage<Result>(folder: string, work: (page: Page) => Promise<Result>): Promise<Result> {
  const server = await serveApp({ port: 4620, outDir: 'dist-bench-robust' });
  const executablePath = findBrowser();
  const browser = await chromium.launch({ args: browserArguments(), ...(executablePath && { executablePath }) });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(server.url);
    await page.locator('input').setInputFiles(folder);
    await page.waitForFunction(() => 'robustBench' in globalThis);
    return await work(page);
  } finally {
    await browser.close();
    await server.close();
  }
}
