import { serve } from '../base/rpc.ts';
import { trustOwnScripts } from '../base/trusted-types.ts';
import { EncoderService } from './encoder-service.ts';
import { startExtractor } from './start-extractor.ts';

trustOwnScripts();
serve(new EncoderService(startExtractor), self as DedicatedWorkerGlobalScope);
