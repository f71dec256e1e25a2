import { serve } from '../../../src/base/rpc.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import { GramEntries } from './gram-entries.ts';

trustOwnScripts();
serve(new GramEntries(), self as DedicatedWorkerGlobalScope);
