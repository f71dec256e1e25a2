import { serve } from '../../../src/base/rpc.ts';
import { OwnEngine } from './own-engine.ts';

serve(new OwnEngine(), self as DedicatedWorkerGlobalScope);
