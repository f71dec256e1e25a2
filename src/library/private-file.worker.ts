import { serve } from '../base/rpc.ts';
import { trustOwnScripts } from '../base/trusted-types.ts';
import { PrivateFileWriter } from './private-file-writer.ts';

trustOwnScripts();
serve(new PrivateFileWriter(), self as DedicatedWorkerGlobalScope);
