import type { Adapter, EngineKey, GpuBench } from './engines.ts';
import { type Extent, forSoftware, goalSize } from './extent.ts';
import { round } from './round.ts';
import { type Row, startEngines, timeInTurns } from './time-in-turns.ts';

const ENGINES = ['ownGpu', 'ortGpu', 'tfjsGpu'] as const;

export interface Gpu extends Adapter {
  /** What a matrix product of the same kind reaches alone. */
  readonly product_gflops: number;
  /** The share of it that a patch reaches, by the count of direct convolution: Winograd may pass 1. */
  readonly share: number;
  /** Pixels a side that this and the ratios are about. */
  readonly size: number;
}

/** Of the kernels that the app takes on the device: with half precision between them where it has that. */
export interface GpuFigures {
  readonly vs_ort: number | null;
  readonly vs_tfjs: number | null;
  /** Null where the device has no half precision. */
  readonly half_vs_single: number | null;
  readonly device: Gpu;
  readonly rows: readonly Row[];
}

/**
 * Times the engines on WebGPU with each size and batch.
 *
 * @param softwareWanted Whether the adapter is to be one that computes on the processor.
 * @returns Null without an adapter of that kind.
 */
export async function measureGpu(bench: GpuBench, whole: Extent, softwareWanted: boolean): Promise<GpuFigures | null> {
  const adapter = await bench.adapter();
  if (!adapter || adapter.software !== softwareWanted) return null;
  const extent = adapter.software ? forSoftware(whole) : whole;
  const names = await startEngines(bench, adapter.half ? ['ownGpuHalf', ...ENGINES] : ENGINES, 1);
  const rows: Row[] = [];
  for (const batch of extent.batches) {
    for (const size of extent.sizes)
      rows.push(...(await timeInTurns(bench, names, { threads: 1, size, batch }, extent)));
  }
  await bench.stopAll();
  const product = await bench.measureProduct(adapter.software ? 64 : 1024);
  const size = goalSize(extent);
  const single = rowOf(rows, 'ownGpu', size);
  const half = adapter.half ? rowOf(rows, 'ownGpuHalf', size) : null;
  const own = half ?? single;
  return {
    vs_ort: own.vs_ort,
    vs_tfjs: own.vs_tfjs,
    half_vs_single: half && round(single.ms / half.ms),
    device: { ...adapter, product_gflops: round(product), share: round(own.gflops / product), size },
    rows,
  };
}

function rowOf(rows: readonly Row[], engine: EngineKey, size: number): Row {
  const found = rows.find((row) => row.engine === engine && row.size === size && row.batch === 1);
  if (!found) throw new RangeError(`${engine} was not measured at ${size} px`);
  return found;
}
