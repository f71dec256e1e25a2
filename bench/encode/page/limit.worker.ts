import { serve } from '../../../src/base/rpc.ts';
import { MultiplyAddLoop } from './multiply-add-loop.ts';

serve(new MultiplyAddLoop(), self as DedicatedWorkerGlobalScope);
