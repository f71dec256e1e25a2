import { crewOfPage } from '../../../src/base/crew.ts';
import { serve } from '../../../src/base/rpc.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import type { Joining } from '../../../src/search/scan-helper.ts';
import { helpersFrom } from '../../../src/search/start-helpers.ts';
import { LensBench } from './lens-bench.ts';

trustOwnScripts();

const scope = self as DedicatedWorkerGlobalScope;
serve(new LensBench(helpersFrom(crewOfPage<Joining>(scope))), scope);
