import { serve } from '../../../src/base/rpc.ts';
import { TfjsGpuEngine } from './tfjs-gpu-engine.ts';

serve(new TfjsGpuEngine(), self as DedicatedWorkerGlobalScope);
