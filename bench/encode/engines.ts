import type { Timing } from './page/timed-engine.ts';

/** Our own, onnxruntime-web's and TensorFlow.js', in WebAssembly and on WebGPU. */
export type EngineKey = 'own' | 'ort' | 'tfjs' | 'ownGpu' | 'ownGpuHalf' | 'ortGpu' | 'tfjsGpu';

/** A timing as it crosses from a page, which typed arrays do not: the bytes of all barcodes joined. */
export type Sample = Omit<Timing, 'barcodes'> & { readonly bytes: readonly number[] };

export interface Adapter {
  readonly name: string;
  readonly software: boolean;
  /** Whether numbers may lie in half precision between kernels. */
  readonly half: boolean;
}

/** The engines that compute on a graphics device, on a page or in Node. */
export interface GpuBench {
  /** Starts an engine afresh. @returns How it calls itself; null where it does not run. */
  start(engine: EngineKey, threads: number): Promise<string | null>;
  encode(engine: EngineKey, size: number, batch: number): Promise<Sample>;
  /** Ends every engine, with its threads. */
  stopAll(): Promise<void>;
  /** Null where there is none. */
  adapter(): Promise<Adapter | null>;
  /**
   * GFLOP/s of 36 matrix products of tiles x 512 by 512 x 512 alone, a multiply-add counted as two: by our own kernel or
   * by TensorFlow.js', whichever is faster.
   *
   * @param tiles A multiple of 64: many for a graphics card, few for a software adapter.
   */
  measureProduct(tiles: number): Promise<number>;
}

/** Those and the processor's. */
export interface EncodeBench extends GpuBench {
  /** Threads that the machine has for an engine. */
  threads(): Promise<number>;
  /** GFLOP/s of a multiply-add loop on this many threads at once. */
  limit(threads: number): Promise<number>;
}

export function toSample({ barcodes, ...timing }: Timing): Sample {
  return { ...timing, bytes: barcodes.flatMap((barcode) => [...barcode]) };
}
