import { serve } from '../../base/rpc.ts';
import { trustOwnScripts } from '../../base/trusted-types.ts';
import { LensTeacher } from './lens-teacher.ts';

trustOwnScripts();
serve(new LensTeacher(), self as DedicatedWorkerGlobalScope);
