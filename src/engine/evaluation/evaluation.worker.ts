import { serve } from '../../base/rpc.ts';
import { EvaluationWorker } from './evaluation-worker.ts';

serve(new EvaluationWorker(), self as DedicatedWorkerGlobalScope);
