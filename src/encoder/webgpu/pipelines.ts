import firstConvolution from './first-convolution.wgsl?raw';
import gramSum from './gram-sum.wgsl?raw';
import { gramProductShader, LARGE_BLOCK, SMALL_BLOCK, winogradProductShader } from './product-shader.ts';
import six from './six.wgsl?raw';
import winogradInput from './winograd-input.wgsl?raw';
import winogradJob from './winograd-job.wgsl?raw';
import winogradKernels from './winograd-kernels.wgsl?raw';
import winogradOutput from './winograd-output.wgsl?raw';

/** The source of every kernel; each says what it does and what it is bound to. */
export const SHADERS = {
  firstConvolution,
  winogradKernels: six + winogradKernels,
  winogradInput: winogradJob + six + winogradInput,
  winogradProduct: winogradProductShader(LARGE_BLOCK),
  winogradProductSmall: winogradProductShader(SMALL_BLOCK),
  winogradOutput: winogradJob + winogradOutput,
  gramProduct: gramProductShader(),
  gramSum,
};

export type KernelName = keyof typeof SHADERS;

export type Pipelines = Readonly<Record<KernelName, GPUComputePipeline>>;

/** Compiles all kernels side by side. */
export async function compilePipelines(device: GPUDevice): Promise<Pipelines> {
  const compiled = Object.entries(SHADERS).map(async ([name, code]) => {
    const module = device.createShaderModule({ label: name, code });
    const pipeline = await device.createComputePipelineAsync({ label: name, layout: 'auto', compute: { module } });
    return [name, pipeline] as const;
  });
  return Object.fromEntries(await Promise.all(compiled)) as Pipelines;
}
