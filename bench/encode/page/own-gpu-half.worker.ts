import { serve } from '../../../src/base/rpc.ts';
import { OwnGpuEngine } from './own-gpu-engine.ts';

serve(new OwnGpuEngine('half'), self as DedicatedWorkerGlobalScope);
