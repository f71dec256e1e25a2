import { serve } from '../../../src/base/rpc.ts';
import { OrtEngine } from './ort-engine.ts';

serve(new OrtEngine(), self as DedicatedWorkerGlobalScope);
