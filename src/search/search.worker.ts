import { serve } from '../base/rpc.ts';
import { trustOwnScripts } from '../base/trusted-types.ts';
import { SearchWorker } from './search-worker.ts';
import { memoryBudget, startHelper, usefulThreads } from './start-helpers.ts';

trustOwnScripts();
serve(
  new SearchWorker({ threads: usefulThreads(), startHelper, budget: memoryBudget() }),
  self as DedicatedWorkerGlobalScope,
);
