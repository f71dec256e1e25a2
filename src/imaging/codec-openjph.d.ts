/** The package brings no types; its factory is typed where it is used. */
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const createModule: unknown;
  export default createModule;
}
