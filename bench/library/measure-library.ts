import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';
import { serveApp } from '../../scripts/setup/serve-app.mjs';
import { drawSlide, makeSlideFolder } from './make-slide.ts';
import { measureBatches } from './measure-batches.ts';
import { measureDeletion } from './measure-deletion.ts';
import { measureExport } from './measure-export.ts';
import { measureGallery } from './measure-gallery.ts';
import { measureMachine } from './measure-machine.ts';
import { measureOpening } from './measure-opening.ts';
import type {} from './page/page.ts';
import { OUT_DIR } from './page/vite.config.ts';
import { watchTasks } from './page-watch.ts';
import { type Figures, writeTable } from './write-table.ts';

/** Benchmark page and app are served at one origin, one after the other: they share the library. */
const PORT = 4620;

/** Ids of the collections, beside the profile that has them. */
const IDS = 'ids.json';

/**
 * A profile of a browser with a collection of each size, and an empty one; measured in the built app.
 * @param keep The folder of a profile that was made before, or is made to be kept: a copy of it is measured.
 */
export async function measureLibrary(
  sizes: readonly number[],
  keep: string | undefined,
  writes: boolean,
): Promise<object> {
  const slide = await drawSlide();
  const root = await mkdtemp(path.join(tmpdir(), 'gramscope-bench-'));
  const profile = path.join(root, 'profile');
  try {
    const ids = keep === undefined ? await fillLibrary(profile, sizes) : await keepLibrary(keep, sizes);
    if (keep !== undefined) await cp(keep, profile, { recursive: true });
    const app = await serveApp({ port: PORT, strictPort: true, withAssets: false });
    try {
      const onPage = <Result>(work: (page: Page) => Promise<Result>) => withPage(profile, app.url, work);
      const measureBatchesOf = async (patches: number) => {
        // A folder of the collection's name is taken for more of the same.
        const folder = await makeSlideFolder(root, nameOf(patches), slide);
        return onPage((page) => measureBatches(page, idOf(ids, patches), patches, folder));
      };
      const loadBefore = load();
      const machine = await onPage(measureMachine);
      const empty = await measureBatchesOf(0);
      const figures: Figures[] = [];
      for (const patches of sizes) {
        const id = idOf(ids, patches);
        figures.push({
          patches,
          ...(await onPage(async (page) => ({
            ...(await measureOpening(page, id, patches)),
            ...(await measureGallery(page, id)),
          }))),
          ...(await measureBatchesOf(patches)),
          ...(await onPage((page) => measureExport(page, nameOf(patches)))),
          delete_s: await onPage((page) => measureDeletion(page, id, nameOf(patches))),
        });
      }
      const around = { ...machine, load_before: loadBefore, load_after: load() };
      if (writes) await writeTable(empty, figures, around);
      return { ...summarise(empty, figures), ...around };
    } finally {
      await app.close();
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Processes that ran or waited for a core in the last minute, the benchmark's own among them. */
function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

/** The figures of the largest collection by name, and all of them by size. */
function summarise(empty: { batch_ms: number }, figures: readonly Figures[]): object {
  const largest = figures.at(-1);
  if (!largest) throw new RangeError('no size to measure');
  const name = `${largest.patches / 1000}k`;
  return {
    batch_ms_empty: empty.batch_ms,
    [`batch_ms_${name}`]: largest.batch_ms,
    batch_ratio: Math.round((largest.batch_ms / empty.batch_ms) * 100) / 100,
    [`delete_${name}_s`]: largest.delete_s,
    open_first_thumbnails_ms: largest.open_first_thumbnails_ms,
    open_all_s: largest.open_all_s,
    open_bare_read_s: largest.open_bare_read_s,
    filter_ms: largest.filter_ms,
    sort_ms: largest.sort_ms,
    longest_task_ms: Math.max(largest.scroll_longest_task_ms, largest.batch_longest_task_ms),
    renderer_mb: largest.renderer_mb,
    export_mb: largest.export_mb,
    by_size: figures,
  };
}

/** Makes the profile in `folder`, unless it is there already. @returns As `fillLibrary` does. */
export async function keepLibrary(folder: string, sizes: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const file = path.join(folder, IDS);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return new Map(JSON.parse(kept));
  const ids = await fillLibrary(folder, sizes);
  await writeFile(file, JSON.stringify([...ids]));
  return ids;
}

/** @returns Ids of the collections by their size, that of an empty one among them. */
async function fillLibrary(profile: string, sizes: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const server = await serveApp({ port: PORT, strictPort: true, outDir: OUT_DIR });
  try {
    return await withPage(profile, server.url, async (page) => {
      await page.waitForFunction(() => 'libraryBench' in globalThis);
      const ids = new Map<number, string>();
      for (const patches of [0, ...sizes]) {
        const fill = { name: nameOf(patches), patches };
        ids.set(
          patches,
          await page.evaluate((wanted) => globalThis.libraryBench.fill(wanted.name, wanted.patches), fill),
        );
      }
      return ids;
    });
  } finally {
    await server.close();
  }
}

function nameOf(patches: number): string {
  return `Measured ${patches}`;
}

function idOf(ids: ReadonlyMap<number, string>, patches: number): string {
  const id = ids.get(patches);
  if (id === undefined) throw new RangeError(`no collection of ${patches} patches`);
  return id;
}

/** A browser of its own for each measurement, so that none works with what another one has left in memory. */
async function withPage<Result>(profile: string, url: string, work: (page: Page) => Promise<Result>): Promise<Result> {
  const executablePath = findBrowser();
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    args: browserArguments(),
    viewport: { width: 1440, height: 900 },
    ...(executablePath && { executablePath }),
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(300_000);
    await watchTasks(page);
    await page.goto(url);
    return await work(page);
  } finally {
    await context.close();
  }
}
