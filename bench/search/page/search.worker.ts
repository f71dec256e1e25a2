import { serve } from '../../../src/base/rpc.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import { memoryBudget, startHelper, usefulThreads } from '../../../src/search/start-helpers.ts';
import { MeasuredSearch } from './measured-search.ts';

trustOwnScripts();

serve(
  new MeasuredSearch({ threads: usefulThreads(), startHelper, budget: memoryBudget() }),
  self as DedicatedWorkerGlobalScope,
);
