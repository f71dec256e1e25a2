import type { Crew } from '../base/crew.ts';
import { AppError } from '../base/errors.ts';
import { adapterName, chooseDevice } from './choose-device.ts';
import type { Device, EngineChoice, FeatureExtractor } from './feature-extractor.ts';
import { giveSameBits, timePatch } from './trial.ts';
import type { ThreadStart } from './wasm/thread-pool.ts';
import type { KernelSet } from './webgpu-engine.ts';
import type { Weights } from './weights.ts';

export interface StartedExtractor {
  readonly extractor: FeatureExtractor;
  /** The extractor's, with a note on how it was chosen. */
  readonly device: Device;
}

/**
 * Starts the engine of a person's choice. WebGPU must first give the bits that the processor gives on a small drawn patch:
 * with our own kernels in half precision where the device has it, failing that in single, failing that with TensorFlow.js'.
 * Automatic also wants it to be the faster one.
 *
 * @param crew Threads for the processor.
 * @throws AppError no-device, webgpu-unavailable, device-out-of-memory, worker-crashed; what `loading` rejects with.
 */
export async function startExtractor(
  choice: EngineChoice,
  loading: Promise<Weights>,
  crew: Crew<ThreadStart>,
): Promise<StartedExtractor> {
  const chosen = await chooseDevice(choice, navigator.gpu);
  const processor = startProcessor(loading, crew);
  if (chosen.engine === 'wasm') return noted(await processor, chosen.note);
  // Awaited below, unless the adapter fails first.
  processor.catch(() => undefined);
  const name = adapterName(chosen.adapter);
  try {
    const graphics = await startGraphics(chosen.adapter, loading, processor);
    if (!graphics) return noted(await processor, `The WebGPU adapter, ${name}, gives other bits than the processor.`);
    return await decide(choice, graphics, await processor);
  } catch (thrown) {
    if (choice !== 'auto' || !isOfDevice(thrown)) throw thrown;
    return noted(await processor, `The WebGPU adapter, ${name}, does not work here: ${thrown.detail || thrown.code}.`);
  }
}

/** The chosen one of two that are right; the other is let go. */
async function decide(
  choice: EngineChoice,
  { extractor, note }: Graphics,
  processor: FeatureExtractor,
): Promise<StartedExtractor> {
  if (choice === 'webgpu') {
    processor.dispose();
    return noted(extractor, note);
  }
  const [onGraphics, onProcessor] = [await timePatch(extractor), await timePatch(processor)];
  if (onGraphics > onProcessor) {
    const { name } = extractor.device;
    extractor.dispose();
    return noted(processor, `The WebGPU adapter, ${name}, takes ${times(onGraphics, onProcessor)} as long.`);
  }
  processor.dispose();
  return noted(extractor, `${note} It is ${times(onProcessor, onGraphics)} as fast as this processor.`.trimStart());
}

function times(more: number, less: number): string {
  const ratio = more / less;
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)} times`;
}

interface Graphics {
  readonly extractor: FeatureExtractor;
  readonly note: string;
}

/** The page's note on the kernels in use, where they are not plainly the first choice. */
const KERNEL_NOTES: Readonly<Record<KernelSet['kind'], string>> = {
  half: 'Numbers between layers are kept in half precision.',
  single: 'Half precision gives wrong results on this device, so single is used.',
  plain: "Our own kernels give wrong results on this device, so TensorFlow.js' are used.",
};

/** Kernels that do not compile, or that the device finds fault with: others may do. */
const KERNEL_FAILURES = ['webgpu-unavailable', 'unexpected'];

/** The first of the graphics device's kernels that are right; undefined where none are. */
async function startGraphics(
  adapter: GPUAdapter,
  loading: Promise<Weights>,
  processor: Promise<FeatureExtractor>,
): Promise<Graphics | undefined> {
  const { startWebGpuEngine } = await import('./webgpu-engine.ts');
  const kernelSets = await startWebGpuEngine(adapter);
  const weights = await loading;
  let loaded: FeatureExtractor | undefined;
  for (const [at, kernels] of kernelSets.entries()) {
    try {
      loaded = await kernels.load(weights);
      if (!(await giveSameBits(loaded, await processor))) continue;
      return { extractor: loaded, note: at === 0 && kernels.kind === 'single' ? '' : KERNEL_NOTES[kernels.kind] };
    } catch (thrown) {
      if (!(thrown instanceof AppError) || !KERNEL_FAILURES.includes(thrown.code)) throw thrown;
    }
  }
  loaded?.dispose();
  return undefined;
}

async function startProcessor(loading: Promise<Weights>, crew: Crew<ThreadStart>): Promise<FeatureExtractor> {
  const { startWasmEngine } = await import('./wasm/wasm-engine.ts');
  const engine = await startWasmEngine(crew);
  return engine.load(await loading);
}

function noted(extractor: FeatureExtractor, note: string): StartedExtractor {
  const { device } = extractor;
  return { extractor, device: { ...device, note: `${note} ${device.note}`.trim() } };
}

const DEVICE_FAILURES = ['webgpu-unavailable', 'device-lost', 'device-out-of-memory'];

function isOfDevice(thrown: unknown): thrown is AppError {
  return thrown instanceof AppError && DEVICE_FAILURES.includes(thrown.code);
}
