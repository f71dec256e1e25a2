import { serve } from '../../base/rpc.ts';
import { SearchWorker } from './search-worker.ts';

serve(new SearchWorker(), self as DedicatedWorkerGlobalScope);
