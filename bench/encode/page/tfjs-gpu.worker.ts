import { serve } from '../../../src/base/rpc.ts';
import { GpuEngine } from './gpu-engine.ts';

serve(new GpuEngine('tfjs'), self as DedicatedWorkerGlobalScope);
