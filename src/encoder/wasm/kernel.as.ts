/**
 * The pieces of VGG19 and of its Gram matrices in float32 SIMD. Every export is a kind of job: it takes the address of the
 * job's numbers, memory of the calling thread's own, and the number of one of the job's tasks. Tasks of a job write to places
 * of their own, so they may run in any order on any thread.
 */
export { convolveFirst } from './first-convolution.as';
export { multiplySlice, sumEntries } from './gram.as';
export { multiplyTiles, transformKernels, transformTiles } from './winograd.as';
