/**
 * Sizes that the kernels (*.as.ts) and what prepares their memory (operations.ts) share: one source, read by both compilers.
 */

/** Rows of one call of `multiply`: tiles or pixels of a group. */
export const ROWS: usize = 6;
/** Columns of one call of `multiply`: output channels of a panel. */
export const COLUMNS: usize = 8;
/** Places of a transformed tile: 6 x 6. */
export const FREQUENCIES: usize = 36;
/** Output channels of one task, in panels of COLUMNS: the products of a block of tiles then stay in the L2 cache. */
export const TASK_PANELS: usize = 4;
/** Bytes added between frequencies, so that the 36 streams of a transform do not fall on the same lines of the cache. */
export const SKEW: usize = 64;
/** 3 x 3 x 3 products of a sum of the first convolution, and one of zero that makes a multiple of four. */
export const FIRST_DEPTH: usize = 28;
/** Entries of one task of `sumEntries`. */
export const TASK_ENTRIES: usize = 2048;
