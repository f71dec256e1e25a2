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
