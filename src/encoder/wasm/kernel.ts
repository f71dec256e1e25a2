const CONVOLUTION = [
  'input',
  'output',
  'kernels',
  'bias',
  'tiles',
  'height',
  'width',
  'inChannels',
  'outChannels',
  'tilesDown',
  'tilesAcross',
  'firstTile',
  'tileCount',
  'blockGroups',
  'pooled',
] as const;

/**
 * The kinds of jobs, which kernel.as.ts exports, with the numbers of each in their order in memory: the fields of its class
 * in the *.as.ts, which a test compares with these.
 */
export const JOB_FIELDS = {
  transformKernels: ['kernels', 'output', 'inChannels', 'outChannels'],
  convolveFirst: ['input', 'output', 'kernels', 'bias', 'height', 'width', 'outChannels'],
  transformTiles: CONVOLUTION,
  multiplyTiles: CONVOLUTION,
  multiplySlice: ['features', 'partials', 'pixels', 'channels', 'slices'],
  sumEntries: ['partials', 'channels', 'slices', 'indices', 'count', 'output'],
} as const;

export type JobKind = keyof typeof JOB_FIELDS;

/** Every kind has its number, by which threads learn of it. */
export const JOB_KINDS = Object.keys(JOB_FIELDS) as JobKind[];

/** A job's numbers by name: addresses in bytes, the rest counted. */
export type Job<Kind extends JobKind> = Readonly<Record<(typeof JOB_FIELDS)[Kind][number], number>>;

export function packJob<Kind extends JobKind>(kind: Kind, job: Job<Kind>): number[] {
  const fields: readonly (keyof Job<Kind>)[] = JOB_FIELDS[kind];
  return fields.map((field) => job[field]);
}

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
