import { chooseDevice } from './choose-device.ts';
import type { EngineChoice } from './feature-extractor.ts';
import type { TfjsEngine } from './tfjs-engine.ts';

/**
 * Starts the engine of a person's choice; only the code of that engine is loaded.
 *
 * @throws AppError no-device, webgpu-unavailable.
 */
export async function startEngine(choice: EngineChoice): Promise<TfjsEngine> {
  const chosen = await chooseDevice(choice, navigator.gpu);
  if (chosen.engine === 'webgpu') {
    const { startWebGpuEngine } = await import('./webgpu-engine.ts');
    return startWebGpuEngine(chosen.adapter);
  }
  const { startWasmEngine } = await import('./wasm-engine.ts');
  return startWasmEngine(chosen.note);
}
