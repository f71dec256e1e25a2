import type { EncodeBench } from './engines.ts';
import { type Extent, goalSize } from './extent.ts';
import { withBenchPage } from './in-browser.ts';
import { measureGpu } from './measure-gpu.ts';
import { measurePipeline } from './measure-pipeline.ts';
import { round } from './round.ts';
import { type EncoderFigures, type ProcessorFigures, summarise } from './summarise.ts';
import { type Row, startEngines, timeInTurns } from './time-in-turns.ts';

const ENGINES = ['own', 'ort', 'tfjs'] as const;

export interface EncoderOptions {
  readonly extent: Extent;
  /** Measures WebGPU on the browser's software adapter, which says nothing of graphics cards. */
  readonly softwareGpu: boolean;
}

/** Times every engine in a browser, with each number of threads, size and batch, and a run of the built app. */
export async function measureEncoders({ extent, softwareGpu }: EncoderOptions): Promise<EncoderFigures> {
  return withBenchPage(softwareGpu, async (bench, runtime) => {
    const wasm = await measureProcessor(bench, extent);
    const gpu = await measureGpu(bench, extent, softwareGpu);
    const pipeline = await measurePipeline(bench, gpu && !softwareGpu ? 'ownGpu' : 'own', extent.images);
    return summarise({ runtime, wasm, gpu, pipeline });
  });
}

async function measureProcessor(bench: EncodeBench, extent: Extent): Promise<ProcessorFigures> {
  const most = await bench.threads();
  const limitBefore = await bench.limit(most);
  const rows: Row[] = [];
  for (const threads of new Set([1, most])) {
    const names = await startEngines(bench, ENGINES, threads);
    for (const batch of threads === most ? extent.batches : [1]) {
      for (const size of extent.sizes)
        rows.push(...(await timeInTurns(bench, names, { threads, size, batch }, extent)));
    }
  }
  await bench.stopAll();
  const limit = Math.max(limitBefore, await bench.limit(most));
  const size = goalSize(extent);
  const isGoal = (row: Row) => row.engine === 'own' && row.threads === most && row.size === size && row.batch === 1;
  const own = rows.find(isGoal);
  if (!own) throw new RangeError(`no row of ${size} px`);
  return { processor: { threads: most, limit_gflops: round(limit), size }, own, rows };
}
