import { AppError } from '../base/errors.ts';
import type { EngineChoice } from './feature-extractor.ts';

export type ChosenDevice =
  | { readonly engine: 'webgpu'; readonly adapter: GPUAdapter }
  /** `note` says why WebGPU was passed over; empty when WASM was asked for. */
  | { readonly engine: 'wasm'; readonly note: string };

/** Adapters that compute on the processor, slower than the WASM engine does. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|\bwarp\b|basic render/i;

/**
 * Automatic takes WebGPU where a hardware adapter exists, and WASM otherwise. WebGPU asked for by name may be a software adapter.
 *
 * @param gpu `navigator.gpu`, where the browser has it.
 * @throws AppError webgpu-unavailable when WebGPU was asked for by name and no adapter exists.
 */
export async function chooseDevice(choice: EngineChoice, gpu: GPU | undefined): Promise<ChosenDevice> {
  if (choice === 'wasm') return { engine: 'wasm', note: '' };
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (choice === 'webgpu') {
    if (!adapter) throw new AppError('webgpu-unavailable');
    return { engine: 'webgpu', adapter };
  }
  if (!adapter) return { engine: 'wasm', note: 'This browser offers no WebGPU adapter.' };
  if (isSoftware(adapter)) {
    return { engine: 'wasm', note: `The only WebGPU adapter, ${adapterName(adapter)}, computes on the processor.` };
  }
  return { engine: 'webgpu', adapter };
}

/** How the adapter is called on the page. Browsers may hold most of it back. */
export function adapterName({ info }: GPUAdapter): string {
  const parts = [info.vendor, info.architecture, info.device].filter((part) => part !== '');
  return info.description || parts.join(' ') || 'unnamed adapter';
}

/** Whether the adapter computes on the processor. */
export function isSoftware({ info }: GPUAdapter): boolean {
  return (
    info.isFallbackAdapter || SOFTWARE.test([info.vendor, info.architecture, info.device, info.description].join(' '))
  );
}
