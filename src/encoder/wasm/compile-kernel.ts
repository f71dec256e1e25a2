import plainModule from './kernel.as.ts?wasm&shared&threads';
import relaxedModule from './kernel.as.ts?wasm&shared&threads&relaxed-simd';

/** Fused multiply-add where the browser has relaxed SIMD, plain SIMD otherwise. Undefined without shared memory or SIMD. */
export function compileKernel(): WebAssembly.Module | undefined {
  const bytes = [relaxedModule, plainModule].find((candidate) => WebAssembly.validate(candidate));
  return bytes && new WebAssembly.Module(bytes);
}
