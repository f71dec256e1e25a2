import { serve } from '../../base/rpc.ts';
import { trustOwnScripts } from '../../base/trusted-types.ts';
import { EvaluationWorker } from './evaluation-worker.ts';

trustOwnScripts();
serve(new EvaluationWorker(), self as DedicatedWorkerGlobalScope);
