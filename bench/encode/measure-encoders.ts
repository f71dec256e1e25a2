import { type Browser, chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { browserArguments, findBrowser } from '../../scripts/setup/find-browser.mjs';
import { median } from '../median.ts';
import { directFlops } from './direct-flops.ts';
import type { EngineKey } from './page/page.ts';
import type { Timing } from './page/timed-engine.ts';
import { isolated } from './page/vite.config.ts';

const SIZES = [150, 256, 512] as const;
const BATCHES = [1, 4, 8] as const;
const TURNS = 5;
/** An engine that has taken this long over one size and batch takes no further turns. */
const MOST_MILLISECONDS = 15_000;
/** The size and batch that the goals are about. */
const GOAL = { size: 256, batch: 1 } as const;
/** What a software adapter gets through in reasonable time. */
const SOFTWARE_SIZES = [64] as const;

const CPU_ENGINES = ['own', 'ort', 'tfjs'] as const;
const GPU_ENGINES = ['ownGpu', 'ortGpu', 'tfjsGpu'] as const;

/** Flags with which Chromium offers its software adapter, or on Linux the graphics card. */
const SOFTWARE_GPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'];
const HARDWARE_GPU = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];

/** A timing as it crosses from the page, which typed arrays do not: the bytes of all barcodes joined. */
type Sample = Omit<Timing, 'barcodes'> & { readonly bytes: readonly number[] };

export interface Row {
  readonly engine: EngineKey;
  readonly name: string;
  readonly threads: number;
  readonly size: number;
  readonly batch: number;
  /** Median milliseconds a patch. */
  readonly ms: number;
  /** By the count of direct convolution. */
  readonly gflops: number;
  /** Shares of the time. */
  readonly stages: Readonly<Record<string, number>>;
  readonly memory_mb: number | null;
  /** How many times the throughput of onnxruntime-web on the same kind of device, as the median over repeats that took turns. */
  readonly vs_ort: number;
  /** Share of the bits that differ from onnxruntime-web's. */
  readonly bits_from_ort: number;
}

export interface EncoderFigures {
  readonly wasm_vs_ort: number;
  readonly wasm_vs_tfjs: number;
  /** Null without a graphics adapter; on a software adapter at a size of its own. */
  readonly webgpu_vs_ort: number | null;
  readonly webgpu_vs_tfjs: number | null;
  /** The share of the device's multiply-add rate, by the count of direct convolution: Winograd may pass 1. */
  readonly device_share: number;
  readonly pipeline_share: null;
  readonly device: { readonly browser: string; readonly threads: number; readonly limit_gflops: number };
  readonly gpu: Gpu | null;
  readonly rows: readonly Row[];
}

export interface Gpu {
  readonly name: string;
  readonly software: boolean;
  /** What our matrix product reaches alone. */
  readonly product_gflops: number;
  /** The share of it that a patch reaches, by the count of direct convolution: Winograd may pass 1. */
  readonly share: number;
}

/**
 * Times every engine with each number of threads, size and batch, in turns, so that a busy machine is busy for all.
 *
 * @param softwareGpu Measures WebGPU on the browser's software adapter, which is slow and says nothing of graphics cards.
 */
export async function measureEncoders(softwareGpu: boolean): Promise<EncoderFigures> {
  return withBenchPage(softwareGpu, async (page, browser) => {
    const most = await page.evaluate(() => Math.min(navigator.hardwareConcurrency, 8));
    const measureLimit = () => page.evaluate((threads) => globalThis.encodeBench.limit(threads), most);
    const limitBefore = await measureLimit();
    const rows: Row[] = [];
    for (const threads of most > 1 ? [1, most] : [1]) {
      const names = await startEngines(page, CPU_ENGINES, threads);
      const batches = threads === most ? BATCHES : ([1] as const);
      for (const batch of batches) {
        for (const size of SIZES) rows.push(...(await timeInTurns(page, names, threads, size, batch)));
      }
    }
    const limit = Math.max(limitBefore, await measureLimit());
    const gpu = await measureGpu(page, softwareGpu);
    const goal = (engine: EngineKey) =>
      rows.find(
        (row) => row.engine === engine && row.threads === most && row.size === GOAL.size && row.batch === GOAL.batch,
      ) as Row;
    return {
      wasm_vs_ort: goal('own').vs_ort,
      wasm_vs_tfjs: round(goal('own').vs_ort / goal('tfjs').vs_ort),
      webgpu_vs_ort: gpu?.vs_ort ?? null,
      webgpu_vs_tfjs: gpu?.vs_tfjs ?? null,
      device_share: round(goal('own').gflops / limit),
      pipeline_share: null,
      device: { browser: `Chromium ${browser.version()}`, threads: most, limit_gflops: round(limit) },
      gpu: gpu?.device ?? null,
      rows: [...rows, ...(gpu?.rows ?? [])],
    };
  });
}

export interface GpuFigures {
  readonly vs_ort: number;
  readonly vs_tfjs: number;
  readonly device: Gpu;
  readonly rows: readonly Row[];
}

/** Null without a graphics adapter, or where it is software and was not asked for. */
export async function measureGpu(page: Page, softwareGpu: boolean): Promise<GpuFigures | null> {
  const adapter = await page.evaluate(() => globalThis.encodeBench.adapter());
  if (!adapter || adapter.software !== softwareGpu) return null;
  const names = await startEngines(page, GPU_ENGINES, 1);
  const rows: Row[] = [];
  for (const batch of softwareGpu ? ([1] as const) : BATCHES) {
    for (const size of softwareGpu ? SOFTWARE_SIZES : SIZES) {
      rows.push(...(await timeInTurns(page, names, 1, size, batch)));
    }
  }
  const tiles = softwareGpu ? 64 : 1024;
  const product = await page.evaluate((count) => globalThis.encodeBench.measureProduct(count), tiles);
  const size = softwareGpu ? SOFTWARE_SIZES[0] : GOAL.size;
  const goal = (engine: EngineKey) =>
    rows.find((row) => row.engine === engine && row.size === size && row.batch === GOAL.batch) as Row;
  return {
    vs_ort: goal('ownGpu').vs_ort,
    vs_tfjs: round(goal('ownGpu').vs_ort / goal('tfjsGpu').vs_ort),
    device: { ...adapter, product_gflops: round(product), share: round(goal('ownGpu').gflops / product) },
    rows,
  };
}

async function startEngines(
  page: Page,
  engines: readonly EngineKey[],
  threads: number,
): Promise<Map<EngineKey, string>> {
  const names = new Map<EngineKey, string>();
  for (const engine of engines) {
    const name = await page.evaluate(([key, count]) => globalThis.encodeBench.start(key, count), [
      engine,
      threads,
    ] as const);
    names.set(engine, name);
  }
  return names;
}

async function timeInTurns(
  page: Page,
  names: ReadonlyMap<EngineKey, string>,
  threads: number,
  size: number,
  batch: number,
): Promise<Row[]> {
  const samples = new Map<EngineKey, Sample[]>();
  for (const engine of names.keys()) {
    // TensorFlow.js' WASM gains nothing from a batch and is slow.
    if (engine === 'tfjs' && batch > 1) continue;
    await encodeOnce(page, engine, size, 1);
    samples.set(engine, []);
  }
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [engine, own] of samples) {
      if (sum(own.map(({ milliseconds }) => milliseconds)) > MOST_MILLISECONDS) continue;
      own.push(await encodeOnce(page, engine, size, batch));
    }
  }
  const reference = samples.get('ort') ?? samples.get('ortGpu') ?? [];
  return [...samples].map(([engine, own]) => {
    const ms = median(own.map(({ milliseconds }) => milliseconds)) / batch;
    const row: Row = {
      engine,
      name: names.get(engine) ?? engine,
      threads,
      size,
      batch,
      ms: round(ms),
      gflops: round(directFlops(size) / ms / 1e6),
      stages: stageShares(own),
      memory_mb: memoryOf(own),
      vs_ort: round(median(own.flatMap((sample, turn) => ratioTo(reference[turn], sample)))),
      bits_from_ort: differingShare(own[0]?.bytes ?? [], reference[0]?.bytes ?? []),
    };
    console.log(`${row.name}: ${size} px x ${batch}: ${row.ms} ms a patch, ${row.vs_ort} x onnxruntime-web`);
    return row;
  });
}

async function encodeOnce(page: Page, engine: EngineKey, size: number, batch: number): Promise<Sample> {
  return page.evaluate(
    async ([key, side, count]) => {
      const { barcodes, ...timing } = await globalThis.encodeBench.encode(key, side, count);
      return { ...timing, bytes: barcodes.flatMap((barcode) => [...barcode]) };
    },
    [engine, size, batch] as const,
  );
}

function ratioTo(reference: Sample | undefined, own: Sample): number[] {
  return reference ? [reference.milliseconds / own.milliseconds] : [];
}

function stageShares(samples: readonly Sample[]): Record<string, number> {
  const total = sum(samples.map(({ milliseconds }) => milliseconds));
  const stages = Object.keys(samples[0]?.stages ?? {});
  return Object.fromEntries(
    stages.map((stage) => [stage, round(sum(samples.map((sample) => sample.stages[stage] ?? 0)) / total)]),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function memoryOf(samples: readonly Sample[]): number | null {
  const bytes = samples.at(-1)?.memoryBytes;
  return bytes ? Math.round(bytes / 1e6) : null;
}

function differingShare(a: readonly number[], b: readonly number[]): number {
  const differing = a.reduce((sum, byte, at) => sum + ones(byte ^ (b[at] ?? 0)), 0);
  return differing / (a.length * 8);
}

function ones(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

export async function withBenchPage<Result>(
  softwareGpu: boolean,
  work: (page: Page, browser: Browser) => Promise<Result>,
): Promise<Result> {
  const server = await preview({
    configFile: false,
    logLevel: 'error',
    appType: 'mpa',
    build: { outDir: 'dist-bench' },
    preview: { port: 4650, host: 'localhost', headers: isolated },
  });
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    args: [...browserArguments(), ...(softwareGpu ? SOFTWARE_GPU : HARDWARE_GPU)],
    ...(executablePath && { executablePath }),
  });
  try {
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    await page.waitForFunction(() => 'encodeBench' in globalThis);
    return await work(page, browser);
  } finally {
    await browser.close();
    await server.close();
  }
}
