import { type Endpoint, serve } from '../../base/rpc.ts';
import { SlideReader } from './slide-reader.ts';

serve(new SlideReader(), self as unknown as Endpoint);
