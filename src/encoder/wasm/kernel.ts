import plainModule from './kernel.as.ts?wasm&shared&threads';
import relaxedModule from './kernel.as.ts?wasm&shared&threads&relaxed-simd';

/** The kinds of jobs; kernel.as.ts says what each does. */
export const JOB_KINDS = [
  'transformKernels',
  'convolveFirst',
  'transformTiles',
  'multiplyTiles',
  'multiplySlice',
  'sumEntries',
] as const;

export type JobKind = (typeof JOB_KINDS)[number];

/**
 * One task of a job.
 *
 * @param job Address of the job's numbers.
 * @param scratch Address of SCRATCH_BYTES of the calling thread's own.
 */
export type RunTask = (job: number, scratch: number, task: number) => void;

export type Kernel = Readonly<Record<JobKind, RunTask>>;

/** Fused multiply-add where the browser has relaxed SIMD, plain SIMD otherwise. Undefined without shared memory or SIMD. */
export function compileKernel(): WebAssembly.Module | undefined {
  const bytes = [relaxedModule, plainModule].find((candidate) => WebAssembly.validate(candidate));
  return bytes && new WebAssembly.Module(bytes);
}

export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as Kernel;
}
