/** Stands in the build for zarrita's own Zstandard, 750 kB that are never asked for: `zarr-arrays.ts` has a codec that keeps within memory. */
export default undefined;
