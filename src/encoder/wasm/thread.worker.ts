import type { ThreadStart as Begin } from '../../base/crew.ts';
import { STARTED } from '../../base/start-worker.ts';
import { instantiateKernel } from './kernel.ts';
import { serveTasks, type ThreadStart } from './thread-pool.ts';

const thread = self as unknown as DedicatedWorkerGlobalScope;
thread.onmessage = ({ data: { start } }: MessageEvent<Begin<ThreadStart>>) => {
  const kernel = instantiateKernel(start.module, start.memory);
  thread.postMessage(STARTED);
  serveTasks(kernel, start);
};
