import { AppError } from '../base/errors.ts';
import { adapterName, chooseDevice } from './choose-device.ts';
import type { EngineChoice } from './feature-extractor.ts';
import type { TfjsEngine } from './tfjs-engine.ts';

/**
 * Starts the engine of a person's choice; only the code of that engine is loaded.
 *
 * @throws AppError no-device, webgpu-unavailable.
 */
export async function startEngine(choice: EngineChoice): Promise<TfjsEngine> {
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

async function startWebGpu(adapter: GPUAdapter): Promise<TfjsEngine> {
  const { startWebGpuEngine } = await import('./webgpu-engine.ts');
  return startWebGpuEngine(adapter);
}

async function startWasm(note: string): Promise<TfjsEngine> {
  const { startWasmEngine } = await import('./wasm-engine.ts');
  return startWasmEngine(note);
}
