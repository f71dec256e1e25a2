import { crewOfPage } from '../../../src/base/crew.ts';
import { serve } from '../../../src/base/rpc.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import type { Joining } from '../../../src/search/scan-helper.ts';
import { helpersFrom, memoryBudget, usefulThreads } from '../../../src/search/start-helpers.ts';
import { MeasuredSearch } from './measured-search.ts';
import type { Reading } from './reader.ts';

trustOwnScripts();

const scope = self as DedicatedWorkerGlobalScope;
const crew = crewOfPage<Joining | Reading>(scope);
serve(
  new MeasuredSearch({ threads: usefulThreads(), startHelper: helpersFrom(crew), budget: memoryBudget() }, crew),
  scope,
);
