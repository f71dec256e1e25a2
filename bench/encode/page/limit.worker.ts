import { serve } from '../../../src/base/rpc.ts';
import plainModule from './multiply-add.as.ts?wasm';
import relaxedModule from './multiply-add.as.ts?wasm&relaxed-simd';

/** Multiply-adds of one round. */
const ROUND = 48;
const ROUNDS = 20_000_000;

/** What WebAssembly can do at most on one core: a multiply-add loop, fused where the browser has relaxed SIMD. */
export class MultiplyAddLoop {
  /** @returns GFLOP/s, a multiply-add counted as two. */
  async run(_: null): Promise<number> {
    const bytes = WebAssembly.validate(relaxedModule) ? relaxedModule : plainModule;
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    const multiplyAdds = exports.multiplyAdds as (rounds: number, factor: number) => number;
    multiplyAdds(ROUNDS / 10, 0.5);
    const begin = performance.now();
    multiplyAdds(ROUNDS, 0.5);
    return (2 * ROUND * ROUNDS) / (performance.now() - begin) / 1e6;
  }
}

serve(new MultiplyAddLoop(), self as DedicatedWorkerGlobalScope);
