import { serve } from '../../../src/base/rpc.ts';
import { TfjsEngine } from './tfjs-engine.ts';

serve(new TfjsEngine(), self as DedicatedWorkerGlobalScope);
