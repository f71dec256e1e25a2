import { serve } from '../../../src/base/rpc.ts';
import { Reader } from './reader.ts';

serve(new Reader(), self as DedicatedWorkerGlobalScope);
