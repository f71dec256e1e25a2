/** A compiled kernel, as scripts/vite-assemblyscript.mjs provides it. */
declare module '*.as.ts?wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
