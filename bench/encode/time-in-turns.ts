import { median } from '../median.ts';
import { directFlops } from './direct-flops.ts';
import type { EngineKey, GpuBench, Sample } from './engines.ts';
import type { Extent } from './extent.ts';
import { round } from './round.ts';

/** One engine on one size and batch. Ratios are medians over turns that the engines took one after the other. */
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
  /** How many times the throughput of onnxruntime-web on the same kind of device; null where that was not measured. */
  readonly vs_ort: number | null;
  /** The same for TensorFlow.js. */
  readonly vs_tfjs: number | null;
  /** Share of the bits that differ from onnxruntime-web's; null where that was not measured. */
  readonly bits_from_ort: number | null;
  readonly bits_from_tfjs: number | null;
}

/** What is timed: one size and batch. */
export interface Cell {
  readonly threads: number;
  readonly size: number;
  readonly batch: number;
}

/** Starts those engines that run here. @returns How they call themselves. */
export async function startEngines(
  bench: GpuBench,
  engines: readonly EngineKey[],
  threads: number,
): Promise<Map<EngineKey, string>> {
  const names = new Map<EngineKey, string>();
  for (const engine of engines) {
    const name = await bench.start(engine, threads);
    console.log(name === null ? `${engine} does not run here.` : `${name} has started.`);
    if (name !== null) names.set(engine, name);
  }
  return names;
}

/** Times the engines in turns, so that a busy machine is busy for all. The first encode of each is not counted. */
export async function timeInTurns(
  bench: GpuBench,
  names: ReadonlyMap<EngineKey, string>,
  cell: Cell,
  { turns, mostMilliseconds }: Extent,
): Promise<Row[]> {
  const { size, batch } = cell;
  const samples = new Map<EngineKey, Sample[]>();
  for (const engine of names.keys()) {
    // TensorFlow.js' WASM gains nothing from a batch and is slow.
    if (engine === 'tfjs' && batch > 1) continue;
    await bench.encode(engine, size, engine.endsWith('Gpu') ? batch : 1);
    samples.set(engine, []);
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const [engine, own] of samples) {
      if (sum(own.map(({ milliseconds }) => milliseconds)) > mostMilliseconds) continue;
      own.push(await bench.encode(engine, size, batch));
    }
  }
  const ort = samples.get('ort') ?? samples.get('ortGpu') ?? [];
  const tfjs = samples.get('tfjs') ?? samples.get('tfjsGpu') ?? [];
  return [...samples].map(([engine, own]) => {
    const ms = median(own.map(({ milliseconds }) => milliseconds)) / batch;
    const row: Row = {
      engine,
      name: names.get(engine) ?? engine,
      ...cell,
      ms: round(ms),
      gflops: round(directFlops(size) / ms / 1e6),
      stages: stageShares(own),
      memory_mb: memoryOf(own),
      vs_ort: throughputRatio(own, ort),
      vs_tfjs: throughputRatio(own, tfjs),
      bits_from_ort: differingShare(own, ort),
      bits_from_tfjs: differingShare(own, tfjs),
    };
    const besides = [`${row.vs_ort ?? '-'} x onnxruntime-web`, `${row.vs_tfjs ?? '-'} x TensorFlow.js`];
    console.log(`${row.name}: ${size} px x ${batch}: ${row.ms} ms a patch, ${besides.join(', ')}`);
    return row;
  });
}

function throughputRatio(own: readonly Sample[], other: readonly Sample[]): number | null {
  const turns = Math.min(own.length, other.length);
  if (turns === 0) return null;
  const times = (samples: readonly Sample[]) => samples.slice(0, turns).map(({ milliseconds }) => milliseconds);
  const [mine, others] = [times(own), times(other)];
  return round(median(mine.map((milliseconds, turn) => (others[turn] ?? 0) / milliseconds)));
}

function stageShares(samples: readonly Sample[]): Record<string, number> {
  const stages = Object.keys(samples[0]?.stages ?? {});
  const spent = stages.map((stage) => sum(samples.map((sample) => sample.stages[stage] ?? 0)));
  return Object.fromEntries(stages.map((stage, at) => [stage, round((spent[at] ?? 0) / sum(spent))]));
}

function memoryOf(samples: readonly Sample[]): number | null {
  const bytes = samples.at(-1)?.memoryBytes;
  return bytes ? Math.round(bytes / 1e6) : null;
}

function differingShare([own]: readonly Sample[], [other]: readonly Sample[]): number | null {
  if (!own || !other) return null;
  const differing = own.bytes.map((byte, at) => ones(byte ^ (other.bytes[at] ?? 0)));
  return sum(differing) / (own.bytes.length * 8);
}

function ones(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
