import ortGpuMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import ortGpuWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import ortMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import ortWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { crewOfPage } from '../../../src/base/crew.ts';
import { serve } from '../../../src/base/rpc.ts';
import type { ThreadStart } from '../../../src/encoder/wasm/thread-pool.ts';
import type { EngineKey } from '../engines.ts';
import type { TimedEngine, Timing } from './timed-engine.ts';

const scope = self as DedicatedWorkerGlobalScope;
const crew = crewOfPage<ThreadStart>(scope);

/** Each engine's code is loaded alone, so that none slows another down. */
const LOAD: Readonly<Record<EngineKey, () => Promise<TimedEngine>>> = {
  own: async () => new (await import('./own-engine.ts')).OwnEngine(crew),
  ownGpu: async () => new (await import('./own-gpu-engine.ts')).OwnGpuEngine('single'),
  ownGpuHalf: async () => new (await import('./own-gpu-engine.ts')).OwnGpuEngine('half'),
  tfjs: async () => new (await import('./tfjs-engine.ts')).TfjsEngine(),
  tfjsGpu: async () => new (await import('./tfjs-gpu-engine.ts')).TfjsGpuEngine(),
  async ort() {
    const [{ OrtEngine }, ort] = await Promise.all([import('./ort-engine.ts'), import('onnxruntime-web/wasm')]);
    return new OrtEngine({ ort, files: { mjs: absolute(ortMjs), wasm: absolute(ortWasm) }, provider: 'wasm' });
  },
  async ortGpu() {
    const [{ OrtEngine }, ort] = await Promise.all([import('./ort-engine.ts'), import('onnxruntime-web/webgpu')]);
    const files = { mjs: absolute(ortGpuMjs), wasm: absolute(ortGpuWasm) };
    return new OrtEngine({ ort, files, provider: 'webgpu' });
  },
};

function absolute(address: string): string {
  return new URL(address, location.href).href;
}

/** The engine that the worker is named after, loaded when it is started. */
class NamedEngine implements TimedEngine {
  #engine: TimedEngine | undefined;

  async start(request: { readonly threads: number }): Promise<string> {
    this.#engine = await LOAD[self.name as EngineKey]();
    return this.#engine.start(request);
  }

  async encode(request: { readonly size: number; readonly batch: number }): Promise<Timing> {
    if (!this.#engine) throw new Error('start first');
    return this.#engine.encode(request);
  }
}

serve(new NamedEngine(), scope);
