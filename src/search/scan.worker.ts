import { serve } from '../base/rpc.ts';
import { ScanHelper } from './scan-helper.ts';

serve(new ScanHelper(), self as DedicatedWorkerGlobalScope);
