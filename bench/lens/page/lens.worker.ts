import { serve } from '../../../src/base/rpc.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import { LensBench } from './lens-bench.ts';

trustOwnScripts();

serve(new LensBench(), self as DedicatedWorkerGlobalScope);
