import { STARTED } from '../../base/start-worker.ts';
import { instantiateKernel } from './kernel.ts';
import { serveTasks, type ThreadStart } from './thread-pool.ts';

const thread = self as unknown as DedicatedWorkerGlobalScope;
thread.onmessage = ({ data }: MessageEvent<ThreadStart>) => {
  const kernel = instantiateKernel(data.module, data.memory);
  thread.postMessage(STARTED);
  serveTasks(kernel, data);
};
