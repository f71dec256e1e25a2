/** A kernel of this room, as scripts/vite-assemblyscript.mjs compiles it for shared memory. */
declare module '*.as.ts?wasm&shared&threads' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module '*.as.ts?wasm&shared&threads&relaxed-simd' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
