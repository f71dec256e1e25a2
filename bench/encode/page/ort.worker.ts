import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';
import { serve } from '../../../src/base/rpc.ts';
import { OrtEngine } from './ort-engine.ts';

const files = { mjs: new URL(mjs, location.href).href, wasm: new URL(wasm, location.href).href };
serve(new OrtEngine({ ort, files, provider: 'wasm' }), self as DedicatedWorkerGlobalScope);
