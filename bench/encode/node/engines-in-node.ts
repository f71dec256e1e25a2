import * as ort from 'onnxruntime-web/webgpu';
import { type EngineKey, type GpuBench, toSample } from '../engines.ts';
import { describeAdapter, fasterProduct } from '../page/gpu-limit.ts';
import { OrtEngine } from '../page/ort-engine.ts';
import { OwnGpuEngine } from '../page/own-gpu-engine.ts';
import { TfjsGpuEngine } from '../page/tfjs-gpu-engine.ts';
import type { TimedEngine } from '../page/timed-engine.ts';

/** Beside the bundle; vite.config.ts puts it there. */
const ORT_FILES = {
  mjs: new URL('./ort-wasm-simd-threaded.asyncify.mjs', import.meta.url).href,
  wasm: new URL('./ort-wasm-simd-threaded.asyncify.wasm', import.meta.url).href,
};

/** The engines in this very thread. */
export function enginesInNode(): GpuBench {
  const engines: Partial<Record<EngineKey, TimedEngine>> = {
    ownGpu: new OwnGpuEngine('single'),
    ownGpuHalf: new OwnGpuEngine('half'),
    ortGpu: new OrtEngine({ ort, files: ORT_FILES, provider: 'webgpu' }),
    tfjsGpu: new TfjsGpuEngine(),
  };
  return {
    async start(key) {
      try {
        return (await engines[key]?.start({ threads: 1 })) ?? null;
      } catch (thrown) {
        console.error(`${key}: ${thrown}`);
        delete engines[key];
        return null;
      }
    },
    async encode(key, size, batch) {
      const engine = engines[key];
      if (!engine) throw new RangeError(`${key} was not started`);
      return toSample(await engine.encode({ size, batch }));
    },
    async stopAll() {
      for (const engine of Object.values(engines)) await engine.dispose?.();
    },
    adapter: describeAdapter,
    measureProduct: fasterProduct,
  };
}
