import type { ThreadStart } from '../../../src/base/crew.ts';
import { serve } from '../../../src/base/rpc.ts';
import { STARTED } from '../../../src/base/start-worker.ts';
import { type Joining, ScanHelper } from '../../../src/search/scan-helper.ts';
import { Reader, type Reading } from './reader.ts';

/** A thread that scans, as the app's do, or one that only reads. */
const thread = self as unknown as DedicatedWorkerGlobalScope;
thread.onmessage = ({ data: { start, line } }: MessageEvent<ThreadStart<Joining | Reading>>) => {
  serve('readsOnly' in start ? new Reader(start) : new ScanHelper(start), line);
  thread.postMessage(STARTED);
};
