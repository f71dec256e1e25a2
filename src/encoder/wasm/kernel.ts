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

export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as Kernel;
}
