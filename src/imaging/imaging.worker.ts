import { type Endpoint, serve } from '../base/rpc.ts';
import { PatchReader } from './patch-reader.ts';

serve(new PatchReader(), self as unknown as Endpoint);
