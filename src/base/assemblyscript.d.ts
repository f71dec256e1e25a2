/** Compiled kernels, as scripts/vite-assemblyscript.mjs provides them: for memory of their own or shared, plain or relaxed SIMD. */
declare module '*.as.ts?wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module '*.as.ts?wasm&relaxed-simd' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module '*.as.ts?wasm&shared&threads' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module '*.as.ts?wasm&shared&threads&relaxed-simd' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** AssemblyScript's name for a number of the memory's width, where TypeScript reads one of its files (encoder/wasm/layout.as.ts). */
type usize = number;
