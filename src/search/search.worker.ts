import { crewOfPage } from '../base/crew.ts';
import { serve } from '../base/rpc.ts';
import { trustOwnScripts } from '../base/trusted-types.ts';
import type { Joining } from './scan-helper.ts';
import { SearchWorker } from './search-worker.ts';
import { helpersFrom, memoryBudget, usefulThreads } from './start-helpers.ts';

trustOwnScripts();
const scope = self as DedicatedWorkerGlobalScope;
const startHelper = helpersFrom(crewOfPage<Joining>(scope));
serve(new SearchWorker({ threads: usefulThreads(), startHelper, budget: memoryBudget() }), scope);
