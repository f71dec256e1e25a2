import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import * as ort from 'onnxruntime-web/webgpu';
import { serve } from '../../../src/base/rpc.ts';
import { OrtEngine } from './ort-engine.ts';

const files = { mjs: new URL(mjs, location.href).href, wasm: new URL(wasm, location.href).href };
serve(new OrtEngine({ ort, files, provider: 'webgpu' }), self as DedicatedWorkerGlobalScope);
