import { serve } from '../base/rpc.ts';
import { trustOwnScripts } from '../base/trusted-types.ts';
import { EncoderService } from './encoder-service.ts';
import { startEngine } from './start-engine.ts';

trustOwnScripts();
serve(new EncoderService(startEngine), self as DedicatedWorkerGlobalScope);
