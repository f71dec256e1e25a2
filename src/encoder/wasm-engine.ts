import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm/dist/base.js';
import { batchMatMulConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/BatchMatMul.js';
import { fusedConv2DConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/FusedConv2D.js';
import { gatherV2Config } from '@tensorflow/tfjs-backend-wasm/dist/kernels/GatherV2.js';
import { maxPoolConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/MaxPool.js';
import { reshapeConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Reshape.js';
import { transposeConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Transpose.js';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import {
  env,
  type KernelConfig,
  matMul,
  registerKernel,
  removeBackend,
  setBackend,
  transpose,
} from '@tensorflow/tfjs-core';
import { AppError } from '../base/errors.ts';
import type { TfjsEngine } from './tfjs-engine.ts';
import type { GramProduct } from './vgg19.ts';
import { reportMemory } from './wasm-memory.ts';

const KERNELS: readonly KernelConfig[] = [
  batchMatMulConfig,
  fusedConv2DConfig,
  gatherV2Config,
  maxPoolConfig,
  reshapeConfig,
  transposeConfig,
];

/** The backend starts this many threads beforehand; more would wait for ever for a worker of their own. */
const MOST_THREADS = 8;

/**
 * Starts TensorFlow.js' WASM backend: SIMD, and threads where the page is cross-origin isolated.
 *
 * @param note Why WebGPU was passed over; empty when WASM was asked for.
 * @throws AppError no-device where WebAssembly SIMD is missing.
 */
export async function startWasmEngine(note: string): Promise<TfjsEngine> {
  if (!(await env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new AppError('no-device', note);
  setWasmPaths({
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedSimdUrl,
    // Must be named, but is only loaded where SIMD is missing.
    'tfjs-backend-wasm.wasm': simdUrl,
  });
  // The backend's own getThreadsCount answers 1 whatever runs.
  const threads = (await env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT'))
    ? Math.min(navigator.hardwareConcurrency, MOST_THREADS)
    : 1;
  setThreadsCount(threads);
  for (const kernel of KERNELS) registerKernel(kernel);
  if (!(await setBackend('wasm'))) throw new AppError('no-device', 'the WASM backend did not start');
  return {
    device: { engine: 'wasm', name: `WASM, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, note },
    // Stacking gains nothing here and costs memory.
    stackedPixels: 0,
    gramProduct: transposeFirst,
    guard: reportMemory,
    dispose: () => removeBackend('wasm'),
  };
}

/** 8 to 17 times faster on this backend than `matMul` with `transposeA`. */
const transposeFirst: GramProduct = (features) => matMul(transpose(features, [0, 2, 1]), features);
