import { serve } from '../../../src/base/rpc.ts';
import { memoryBudget, startHelper, usefulThreads } from '../../../src/engine/search/start-helpers.ts';
import { MeasuredSearch } from './measured-search.ts';

serve(
  new MeasuredSearch({ threads: usefulThreads(), startHelper, budget: memoryBudget() }),
  self as DedicatedWorkerGlobalScope,
);
