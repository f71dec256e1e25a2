import { serve } from '../base/rpc.ts';
import { trustOwnScripts } from '../base/trusted-types.ts';
import { TableReader } from './table-reader.ts';

trustOwnScripts();
serve(new TableReader(), self as DedicatedWorkerGlobalScope);
