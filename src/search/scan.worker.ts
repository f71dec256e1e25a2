import type { ThreadStart } from '../base/crew.ts';
import { AppError } from '../base/errors.ts';
import { serve } from '../base/rpc.ts';
import { STARTED } from '../base/start-worker.ts';
import { type Joining, ScanHelper } from './scan-helper.ts';

const thread = self as unknown as DedicatedWorkerGlobalScope;
thread.onmessage = ({ data: { start, line } }: MessageEvent<ThreadStart<Joining>>) => {
  // Whoever has sent it would wait for ever: this ends the search, which starts anew.
  line.addEventListener('messageerror', () => {
    throw new AppError('worker-crashed', 'a message could not be read');
  });
  serve(new ScanHelper(start), line);
  thread.postMessage(STARTED);
};
