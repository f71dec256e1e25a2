import firstConvolution from './first-convolution.wgsl?raw';
import gramSum from './gram-sum.wgsl?raw';
import { jobDeclaration, type KernelName } from './jobs.ts';
import median from './median.wgsl?raw';
import pack from './pack.wgsl?raw';
import { gramProductShader, LARGE_BLOCK, SMALL_BLOCK, winogradProductShader } from './product-shader.ts';
import six from './six.wgsl?raw';
import storedHalf from './stored-half.wgsl?raw';
import storedSingle from './stored-single.wgsl?raw';
import winogradInput from './winograd-input.wgsl?raw';
import winogradKernels from './winograd-kernels.wgsl?raw';
import winogradOutput from './winograd-output.wgsl?raw';
import winogradScale from './winograd-scale.wgsl?raw';

/** How numbers lie between kernels; all is computed and summed in float32. Half needs the device's `shader-f16`. */
export type Precision = 'single' | 'half';

const STORED: Readonly<Record<Precision, string>> = { single: storedSingle, half: storedHalf };

/** The source of every kernel but for its job; each says what it does and what it is bound to. */
function kernelSources(): Readonly<Record<KernelName, string>> {
  return {
    firstConvolution,
    winogradKernels: six + winogradKernels,
    winogradInput: winogradScale + six + winogradInput,
    winogradProduct: winogradProductShader(LARGE_BLOCK),
    winogradProductSmall: winogradProductShader(SMALL_BLOCK),
    winogradOutput: winogradScale + winogradOutput,
    gramProduct: gramProductShader(),
    gramSum,
    median,
    pack,
  };
}

/** All that a kernel is compiled from. `enable` directives come first, so that how numbers are stored does. */
function shaderOf(name: KernelName, precision: Precision): string {
  return STORED[precision] + jobDeclaration(name) + kernelSources()[name];
}

/** Every kernel, compiled. */
export interface Pipelines {
  readonly precision: Precision;
  readonly kernels: Readonly<Record<KernelName, GPUComputePipeline>>;
}

/** Compiles all kernels side by side. */
export async function compilePipelines(device: GPUDevice, precision: Precision): Promise<Pipelines> {
  const names = Object.keys(kernelSources()) as KernelName[];
  return { precision, kernels: (await compileKernels(device, precision, names)) as Pipelines['kernels'] };
}

/** Compiles some of the kernels side by side. */
export async function compileKernels(
  device: GPUDevice,
  precision: Precision,
  names: readonly KernelName[],
): Promise<Partial<Pipelines['kernels']>> {
  const compiled = names.map(async (name) => {
    const module = device.createShaderModule({ label: name, code: shaderOf(name, precision) });
    const pipeline = await device.createComputePipelineAsync({ label: name, layout: 'auto', compute: { module } });
    return [name, pipeline] as const;
  });
  // biome-ignore lint/plugin: the keys are KernelNames.
  return Object.fromEntries(await Promise.all(compiled));
}
