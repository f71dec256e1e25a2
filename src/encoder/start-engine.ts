import { AppError } from '../base/errors.ts';
import { adapterName, chooseDevice } from './choose-device.ts';
import type { Engine } from './engine.ts';
import type { EngineChoice } from './feature-extractor.ts';

/**
 * Starts the engine of a person's choice; only the code of that engine is loaded.
 *
 * @throws AppError no-device, webgpu-unavailable, device-out-of-memory, worker-crashed.
 */
export async function startEngine(choice: EngineChoice): Promise<Engine> {
  const chosen = await chooseDevice(choice, navigator.gpu);
  if (chosen.engine === 'wasm') return startWasm(chosen.note);
  try {
    return await startWebGpu(chosen.adapter);
  } catch (thrown) {
    const gaveNoDevice = thrown instanceof AppError && thrown.code === 'webgpu-unavailable';
    if (choice !== 'auto' || !gaveNoDevice) throw thrown;
    return startWasm(`The WebGPU adapter, ${adapterName(chosen.adapter)}, gave no device: ${thrown.detail}`);
  }
}

async function startWebGpu(adapter: GPUAdapter): Promise<Engine> {
  const [{ startWebGpuEngine }, { TfjsExtractor }] = await Promise.all([
    import('./webgpu-engine.ts'),
    import('./tfjs-extractor.ts'),
  ]);
  const started = await startWebGpuEngine(adapter);
  return { device: started.device, load: (weights) => new TfjsExtractor(started, weights) };
}

async function startWasm(note: string): Promise<Engine> {
  const { startWasmEngine } = await import('./wasm/wasm-engine.ts');
  return startWasmEngine(note);
}
