import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';
import { serve } from '../../../src/base/rpc.ts';
import { OrtEngine } from './ort-engine.ts';

serve(new OrtEngine({ ort, files: { mjs, wasm }, provider: 'wasm' }), self as DedicatedWorkerGlobalScope);
