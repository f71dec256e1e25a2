import type { Gpu, GpuFigures } from './measure-gpu.ts';
import type { Pipeline } from './measure-pipeline.ts';
import { round } from './round.ts';
import type { Row } from './time-in-turns.ts';

/** Ratios are of throughputs: more is better. What was not measured is null. */
export interface EncoderFigures {
  readonly wasm_vs_ort: number | null;
  readonly wasm_vs_tfjs: number | null;
  /** Without a graphics card null, or a software adapter's at a size of its own. */
  readonly webgpu_vs_ort: number | null;
  readonly webgpu_vs_tfjs: number | null;
  /** Our own kernels with half precision between them, beside single; null on a device without. */
  readonly webgpu_half_vs_single: number | null;
  /** The graphics card's share, or the processor's where there is no card. */
  readonly device_share: number | null;
  /** The share of the multiply-add rate on registers, by the count of direct convolution: Winograd may pass 1. */
  readonly wasm_device_share: number | null;
  /** The same for the adapter's matrix product. */
  readonly webgpu_device_share: number | null;
  /** The rate of a whole indexing run as a share of the bare encoder's. */
  readonly pipeline_share: number | null;
  /** Where it ran: "Chromium 156.0" or "Node 20, Dawn". */
  readonly runtime: string;
  readonly processor: Processor | null;
  readonly gpu: Gpu | null;
  readonly pipeline: Pipeline | null;
  readonly rows: readonly Row[];
}

export interface Processor {
  readonly threads: number;
  readonly limit_gflops: number;
  /** Pixels a side that its ratios are about. */
  readonly size: number;
}

export interface ProcessorFigures {
  readonly processor: Processor;
  readonly own: Row;
  readonly rows: readonly Row[];
}

export interface Measured {
  readonly runtime: string;
  readonly wasm?: ProcessorFigures;
  readonly gpu: GpuFigures | null;
  readonly pipeline?: Pipeline;
}

export function summarise({ runtime, wasm, gpu, pipeline }: Measured): EncoderFigures {
  const wasmShare = wasm ? round(wasm.own.gflops / wasm.processor.limit_gflops) : null;
  const gpuShare = gpu?.device.share ?? null;
  return {
    wasm_vs_ort: wasm?.own.vs_ort ?? null,
    wasm_vs_tfjs: wasm?.own.vs_tfjs ?? null,
    webgpu_vs_ort: gpu?.vs_ort ?? null,
    webgpu_vs_tfjs: gpu?.vs_tfjs ?? null,
    webgpu_half_vs_single: gpu?.half_vs_single ?? null,
    device_share: gpu && !gpu.device.software ? gpuShare : (wasmShare ?? gpuShare),
    wasm_device_share: wasmShare,
    webgpu_device_share: gpuShare,
    pipeline_share: pipeline?.share ?? null,
    runtime,
    processor: wasm?.processor ?? null,
    gpu: gpu?.device ?? null,
    pipeline: pipeline ?? null,
    rows: [...(wasm?.rows ?? []), ...(gpu?.rows ?? [])],
  };
}
