import { create, globals } from 'webgpu';

/** Dawn's WebGPU in Node. */
export interface Dawn {
  /** As navigator.gpu. */
  readonly gpu: GPU;
  /** Lets Node end; no promise of Dawn's settles later. */
  stop(): void;
}

/**
 * Starts Dawn, and puts the classes and constants of WebGPU where a browser has them. On Linux it needs libvulkan.so.1 and
 * a driver to find an adapter: scripts/setup/find-software-gpu.mjs finds both in a Chromium.
 */
export function startDawn(): Dawn {
  Object.assign(globalThis, globals);
  let isStopped = false;
  // Dawn's promises settle when Node's event loop turns, which it does not while it has nothing else to do.
  const turn = () => {
    if (!isStopped) setImmediate(turn);
  };
  turn();
  return {
    gpu: create([]),
    stop: () => {
      isStopped = true;
    },
  };
}
