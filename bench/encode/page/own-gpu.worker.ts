import { serve } from '../../../src/base/rpc.ts';
import { GpuEngine } from './gpu-engine.ts';

serve(new GpuEngine('own'), self as DedicatedWorkerGlobalScope);
