import { serve } from '../base/rpc.ts';
import { trustOwnScripts } from '../base/trusted-types.ts';
import { PatchLoader } from './patch-loader.ts';

trustOwnScripts();
serve(new PatchLoader(), self as DedicatedWorkerGlobalScope);
