import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';
import { serveApp } from '../../scripts/setup/serve-app.mjs';
import { barcodeBytes, namedProfile } from '../../src/barcode/profile.ts';
import { median } from '../median.ts';
import { CodeDrawer } from './draw-codes.ts';
import { PYTHON } from './ensure-faiss.mjs';
import { memoryOf, PeakMemory } from './memory-of.ts';
import type { Size } from './page/page.ts';
import { OUT_DIR } from './page/vite.config.ts';

const LARGEST: Size = { profileName: 'standard', patches: 1_000_000 };
const SIZES: readonly Size[] = [
  { profileName: 'standard', patches: 10_000 },
  { profileName: 'standard', patches: 100_000 },
  { profileName: 'paper', patches: 10_000 },
  LARGEST,
];
const QUERIES = 41;
const READINGS = 15;
/** Patches of the largest collection that look for their nearest among all of it. */
const ASKING = 512;

interface Scan {
  readonly size: Size;
  readonly bytes: number;
  readonly ms: readonly number[];
  readonly distances: readonly number[][];
  readonly load_s: number;
  readonly first_answer_ms: number;
  /** Bytes that the browser takes beyond what it took before the collection was opened, at most and after it is closed. */
  readonly peak: number | undefined;
  readonly afterwards: number | undefined;
}

/** Every figure; milliseconds are from asking to having the ten nearest on the page. GB are 10^9 bytes. */
export async function measureScans(hasFaiss: boolean): Promise<object> {
  const scans: Scan[] = [];
  let own: Awaited<ReturnType<typeof measureLargest>> | undefined;
  for (const size of SIZES) {
    await withBenchPage(async (page, mark) => {
      const scan = await measureSize(page, mark, size);
      if (size === LARGEST) own = await measureLargest(page, scan);
      scans.push({ ...scan, afterwards: await memoryAfterClosing(page, mark, scan.before) });
      console.log(`${nameOf(size)}: ${round(median(scan.ms))} ms a question, loaded in ${scan.load_s} s`);
    });
  }
  const largest = scans.find(({ size }) => size === LARGEST);
  if (!largest || !own) throw new Error('the largest collection was not measured');
  const faiss = hasFaiss ? await timeFaiss(largest, own.threads) : undefined;
  const p50 = median(largest.ms);
  return {
    standard_1m_p50_ms: round(p50),
    standard_1m_p95_ms: round(percentile(largest.ms, 0.95)),
    scan_gb_s: round(gigabytesASecond(largest.bytes, p50)),
    read_gb_s: round(gigabytesASecond(largest.bytes, own.readMs)),
    faiss_ratio: faiss ? round(median(faiss.ms) / p50) : null,
    allpairs_ratio: round(own.pairsGbS / gigabytesASecond(largest.bytes, p50)),
    load_1m_s: largest.load_s,
    longest_task_ms: own.longestTask,
    peak_memory_ratio: ratio(largest.peak, largest.bytes),
    after_closing_memory_ratio: ratio(largest.afterwards, largest.bytes),
    first_answer_ms: largest.first_answer_ms,
    allpairs_gb_s: round(own.pairsGbS),
    faiss_1m_p50_ms: faiss ? round(median(faiss.ms)) : null,
    threads: own.threads,
    ...Object.fromEntries(scans.filter((scan) => scan !== largest).map((scan) => [nameOf(scan.size), figuresOf(scan)])),
  };
}

function figuresOf({ ms, bytes, load_s }: Scan): object {
  return {
    p50_ms: round(median(ms)),
    p95_ms: round(percentile(ms, 0.95)),
    scan_gb_s: round(gigabytesASecond(bytes, median(ms))),
    load_s,
  };
}

async function measureSize(
  page: Page,
  mark: string,
  size: Size,
): Promise<Omit<Scan, 'afterwards'> & { before: number | undefined }> {
  const bytes = size.patches * bytesOf(size);
  await page.evaluate((wanted) => globalThis.searchBench.store(wanted), size);
  const before = memoryOf(mark);
  const memory = new PeakMemory(mark);
  const { loaded, firstAnswer } = await page.evaluate(() => globalThis.searchBench.open());
  const { ms, distances } = await page.evaluate((ids) => globalThis.searchBench.ask(ids), queriesOf(size));
  const peak = memory.stop();
  return {
    size,
    bytes,
    ms: ms.slice(1),
    distances: distances.slice(1),
    load_s: round(loaded / 1000),
    first_answer_ms: round(firstAnswer),
    before,
    peak: peak !== undefined && before !== undefined ? peak - before : undefined,
  };
}

async function measureLargest(page: Page, { bytes }: Pick<Scan, 'bytes'>) {
  const readMs = median(await page.evaluate((repeats) => globalThis.searchBench.timeReading(repeats), READINGS));
  const pairsMs = await page.evaluate((asking) => globalThis.searchBench.askAll(asking), ASKING);
  const threads = await page.evaluate(() => globalThis.searchBench.threads());
  const longestTask = Math.round(await page.evaluate(() => globalThis.searchBench.longestTask()));
  return { readMs, pairsGbS: gigabytesASecond(bytes * ASKING, pairsMs), threads, longestTask };
}

async function memoryAfterClosing(page: Page, mark: string, before: number | undefined): Promise<number | undefined> {
  await page.evaluate(() => globalThis.searchBench.close());
  await page.waitForTimeout(2_000);
  const closed = memoryOf(mark);
  return before === undefined || closed === undefined ? undefined : closed - before;
}

/** The same questions to FAISS; its answers must be at the same distances. */
async function timeFaiss({ size, distances }: Scan, threads: number): Promise<{ ms: number[] }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gramscope-faiss-'));
  try {
    const file = path.join(folder, 'codes');
    await writeCodes(file, size);
    const script = path.resolve('bench/search/faiss_flat.py');
    const [, ...queries] = queriesOf(size);
    const hits = distances[0]?.length ?? 0;
    const args = [script, file, bytesOf(size), threads, hits, ...queries].map(String);
    const { stdout } = await promisify(execFile)(PYTHON, args, { maxBuffer: 2 ** 26 });
    const faiss: { ms: number[]; distances: number[][] } = JSON.parse(stdout);
    if (JSON.stringify(faiss.distances) !== JSON.stringify(distances)) throw new Error('FAISS finds other distances');
    return faiss;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeCodes(file: string, size: Size): Promise<void> {
  const drawer = new CodeDrawer(bytesOf(size));
  const stream = createWriteStream(file);
  const step = 1_000;
  for (let first = 0; first < size.patches; first += step) {
    const drawn = drawer.draw(first, Math.min(step, size.patches - first));
    if (!stream.write(drawn)) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
}

/** Runs `work` on the benchmark's page in a browser whose profile lies on the disk, as people's do. */
async function withBenchPage(work: (page: Page, mark: string) => Promise<void>): Promise<void> {
  const server = await serveApp({ port: 4610, outDir: OUT_DIR });
  const profile = await mkdtemp(path.join(tmpdir(), 'gramscope-bench-'));
  const executablePath = findBrowser();
  const context = await chromium.launchPersistentContext(profile, {
    args: browserArguments(),
    ...(executablePath && { executablePath }),
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(server.url);
    await page.waitForFunction(() => 'searchBench' in globalThis);
    await work(page, profile);
  } finally {
    await context.close();
    await server.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** The first one warms up and is not counted. */
function queriesOf({ patches }: Size): number[] {
  return Array.from({ length: QUERIES + 1 }, (_, at) => (at * 7919) % patches);
}

function bytesOf({ profileName }: Size): number {
  return barcodeBytes(namedProfile(profileName, 'drawn'));
}

function nameOf({ profileName, patches }: Size): string {
  return `${profileName}_${patches / 1000}k`;
}

/** The smallest value that at least this share of the values do not exceed. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}

function gigabytesASecond(bytes: number, milliseconds: number): number {
  return bytes / milliseconds / 1e6;
}

function ratio(part: number | undefined, whole: number): number | null {
  return part === undefined ? null : round(part / whole);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
