import { serve } from '../base/rpc.ts';
import { EncoderService } from './encoder-service.ts';
import { startEngine } from './start-engine.ts';

serve(new EncoderService(startEngine), self as DedicatedWorkerGlobalScope);
