declare module '*.as.ts?wasm&relaxed-simd' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
