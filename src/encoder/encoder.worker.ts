import { crewOfPage } from '../base/crew.ts';
import { serve } from '../base/rpc.ts';
import { trustOwnScripts } from '../base/trusted-types.ts';
import { EncoderService } from './encoder-service.ts';
import { startExtractor } from './start-extractor.ts';
import type { ThreadStart } from './wasm/thread-pool.ts';

trustOwnScripts();
const scope = self as DedicatedWorkerGlobalScope;
const crew = crewOfPage<ThreadStart>(scope);
serve(new EncoderService((choice, loading) => startExtractor(choice, loading, crew)), scope);
