import '../encode/node/dawn.ts';
import { adapterName } from '../../src/encoder/choose-device.ts';
import { GpuGuard } from '../../src/encoder/gpu-guard.ts';
import { requestDevice } from '../../src/encoder/request-device.ts';
import { compileKernel } from '../../src/encoder/wasm/compile-kernel.ts';
import { instantiateKernel } from '../../src/encoder/wasm/kernel.ts';
import { Arena } from '../../src/encoder/wasm/memory.ts';
import { Network as ProcessorNetwork } from '../../src/encoder/wasm/network.ts';
import { ThreadPool } from '../../src/encoder/wasm/thread-pool.ts';
import { WasmExtractor } from '../../src/encoder/wasm/wasm-extractor.ts';
import { Network } from '../../src/encoder/webgpu/network.ts';
import { compilePipelines } from '../../src/encoder/webgpu/pipelines.ts';
import { WebGpuExtractor } from '../../src/encoder/webgpu/webgpu-extractor.ts';
import type { Weights } from '../../src/encoder/weights.ts';

/** Our WebGPU kernels with half precision between them; undefined where no adapter has it. */
export async function startHalf({ halves, weightsId }: Weights): Promise<WebGpuExtractor | undefined> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter?.features.has('shader-f16')) return undefined;
  const device = await requestDevice(adapter);
  const network = await Network.load(device, new GpuGuard(device), await compilePipelines(device, 'half'), halves);
  return new WebGpuExtractor({ engine: 'webgpu', name: adapterName(adapter), note: '' }, weightsId, network, () =>
    device.destroy(),
  );
}

/** The processor's engine, in float32. */
export function startProcessor({ halves, weightsId }: Weights): WasmExtractor {
  const module = compileKernel();
  if (!module) throw new Error('no WebAssembly SIMD');
  const arena = new Arena(1);
  const network = new ProcessorNetwork(
    arena,
    new ThreadPool(arena, instantiateKernel(module, arena.memory), 0),
    halves,
  );
  return new WasmExtractor({ engine: 'wasm', name: 'WASM, 1 thread', note: '' }, weightsId, network, () => undefined);
}
