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
import { PYTHON } from '../../scripts/setup/python-packages.mjs';
import { serveApp } from '../../scripts/setup/serve-app.mjs';
import { barcodeBytes, namedProfile } from '../../src/barcode/profile.ts';
import { median } from '../median.ts';
import { CodeDrawer } from './draw-codes.ts';
import { memoryOf, PeakMemory } from './memory-of.ts';
import type { Size } from './page/page.ts';
import { OUT_DIR } from './page/vite.config.ts';

const LARGEST: Size = { profileName: 'standard', patches: 1_000_000 };
const SMALLER: readonly Size[] = [
  { profileName: 'standard', patches: 10_000 },
  { profileName: 'standard', patches: 100_000 },
  { profileName: 'paper', patches: 10_000 },
];
const QUERIES = 40;
/** Questions and readings of memory take turns, so that a busy machine is busy for both. */
const ROUNDS = 8;
const READINGS_A_ROUND = 5;
/** Patches of the largest collection that look for their nearest among all of it, each round. */
const QUERIES_A_ROUND = 128;

interface MeasuredSize {
  readonly size: Size;
  /** Of all barcodes. */
  readonly bytes: number;
  /** Milliseconds of each question, and the distances found. */
  readonly ms: readonly number[];
  readonly distances: readonly number[][];
  /** Milliseconds of each sum over the barcodes; of the largest collection only, like what follows. */
  readonly readMs: readonly number[];
  /** Milliseconds in which QUERIES_A_ROUND patches found their nearest. */
  readonly pairsMs: readonly number[];
  readonly load_s: number;
  readonly first_answer_ms: number;
  readonly longestTask: number;
  readonly threads: number;
  /** Bytes that the browser took before the collection was opened, and at most beyond that. */
  readonly before: number | undefined;
  readonly peak: number | undefined;
}

/** Every figure; milliseconds are from the query to having the ten nearest on the page. GB are 10^9 bytes. */
export async function measureScans(hasFaiss: boolean): Promise<object> {
  const smaller: MeasuredSize[] = [];
  for (const size of SMALLER)
    await withBenchPage(async (page, mark) => void smaller.push(await measureSize(page, mark, size)));
  const { largest, afterwards } = await withBenchPage(async (page, mark) => {
    const measured = await measureSize(page, mark, LARGEST);
    return { largest: measured, afterwards: await memoryAfterClosing(page, mark, measured.before) };
  });
  const faiss = hasFaiss ? await timeFaiss(largest) : undefined;
  const p50 = median(largest.ms);
  const scanGbS = gigabytesASecond(largest.bytes, p50);
  const pairsGbS = gigabytesASecond(largest.bytes * QUERIES_A_ROUND, median(largest.pairsMs));
  return {
    standard_1m_p50_ms: round(p50),
    standard_1m_p95_ms: round(percentile(largest.ms, 0.95)),
    scan_gb_s: round(scanGbS),
    read_gb_s: round(gigabytesASecond(largest.bytes, median(largest.readMs))),
    faiss_ratio: faiss ? round(median(faiss.ms) / p50) : null,
    allpairs_ratio: round(pairsGbS / scanGbS),
    load_1m_s: largest.load_s,
    longest_task_ms: largest.longestTask,
    peak_memory_ratio: ratio(largest.peak, largest.bytes),
    after_closing_memory_ratio: ratio(afterwards, largest.bytes),
    first_answer_ms: largest.first_answer_ms,
    allpairs_gb_s: round(pairsGbS),
    faiss_1m_p50_ms: faiss ? round(median(faiss.ms)) : null,
    threads: largest.threads,
    ...Object.fromEntries(smaller.map((measured) => [nameOf(measured.size), figuresOf(measured)])),
  };
}

function figuresOf({ ms, bytes, load_s }: MeasuredSize): object {
  return {
    p50_ms: round(median(ms)),
    p95_ms: round(percentile(ms, 0.95)),
    scan_gb_s: round(gigabytesASecond(bytes, median(ms))),
    load_s,
  };
}

async function measureSize(page: Page, mark: string, size: Size): Promise<MeasuredSize> {
  const bytes = size.patches * bytesOf(size);
  await page.evaluate((wanted) => globalThis.searchBench.store(wanted), size);
  const before = memoryOf(mark);
  const memory = new PeakMemory(mark);
  const { loaded, firstResult } = await page.evaluate(() => globalThis.searchBench.open());
  const measured = { ms: [] as number[], distances: [] as number[][], readMs: [] as number[], pairsMs: [] as number[] };
  const queries = queriesOf(size);
  await page.evaluate(() => globalThis.searchBench.search([0]));
  for (let turn = 0; turn < ROUNDS; turn++) {
    const some = queries.slice((turn * QUERIES) / ROUNDS, ((turn + 1) * QUERIES) / ROUNDS);
    const found = await page.evaluate((ids) => globalThis.searchBench.search(ids), some);
    measured.ms.push(...found.ms);
    measured.distances.push(...found.distances);
    if (size !== LARGEST) continue;
    measured.readMs.push(...(await page.evaluate((n) => globalThis.searchBench.timeReading(n), READINGS_A_ROUND)));
    measured.pairsMs.push(await page.evaluate((count) => globalThis.searchBench.searchAll(count), QUERIES_A_ROUND));
  }
  const peak = memory.stop();
  return {
    ...measured,
    size,
    bytes,
    before,
    peak: peak !== undefined && before !== undefined ? peak - before : undefined,
    load_s: round(loaded / 1000),
    first_answer_ms: round(firstResult),
    longestTask: Math.round(await page.evaluate(() => globalThis.searchBench.longestTask())),
    threads: await page.evaluate(() => globalThis.searchBench.threads()),
  };
}

/** Bytes that the browser keeps of a closed collection, beyond what it took before it was opened, a moment later. */
async function memoryAfterClosing(page: Page, mark: string, before: number | undefined): Promise<number | undefined> {
  await page.evaluate(() => globalThis.searchBench.close());
  await page.waitForTimeout(2_000);
  const closed = memoryOf(mark);
  return before === undefined || closed === undefined ? undefined : closed - before;
}

/** The same questions to FAISS; its hits must be at the same distances. */
async function timeFaiss({ size, distances, threads }: MeasuredSize): Promise<{ ms: number[] }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gramscope-faiss-'));
  try {
    const file = path.join(folder, 'codes');
    await writeCodes(file, size);
    const script = path.resolve('bench/search/faiss_flat.py');
    const queries = queriesOf(size);
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
export async function withBenchPage<Result>(work: (page: Page, mark: string) => Promise<Result>): Promise<Result> {
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
    return await work(page, profile);
  } finally {
    await context.close();
    await server.close();
    await rm(profile, { recursive: true, force: true });
  }
}

function queriesOf({ patches }: Size): number[] {
  return Array.from({ length: QUERIES }, (_, at) => ((at + 1) * 7919) % patches);
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
