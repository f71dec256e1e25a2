import type * as Ort from 'onnxruntime-web/wasm';
import { binarise } from '../../../src/barcode/binarise.ts';
import { packBits } from '../../../src/barcode/pack.ts';
import { ALL_LAYERS } from '../../../src/barcode/profile.ts';
import { preprocess } from '../../../src/encoder/preprocess.ts';
import { buildOnnxModel } from './onnx-model.ts';
import { randomImages, type TimedEngine, type Timing } from './timed-engine.ts';

/** One of onnxruntime-web's builds. */
export interface OrtBuild {
  readonly ort: typeof Ort;
  /** Absolute addresses of what it loads. */
  readonly files: { readonly mjs: string; readonly wasm: string };
  readonly provider: 'wasm' | 'webgpu';
}

/** onnxruntime-web's WebAssembly or WebGPU engine. */
export class OrtEngine implements TimedEngine {
  readonly #build: OrtBuild;
  #session: Ort.InferenceSession | undefined;

  constructor(build: OrtBuild) {
    this.#build = build;
  }

  async start({ threads }: { readonly threads: number }): Promise<string> {
    const { ort, files, provider } = this.#build;
    ort.env.wasm.numThreads = threads;
    ort.env.wasm.wasmPaths = files;
    this.#session = await ort.InferenceSession.create(buildOnnxModel(), { executionProviders: [provider] });
    const name = `onnxruntime-web ${ort.env.versions.web}`;
    return provider === 'webgpu' ? `${name} WebGPU` : `${name} WASM, ${ort.env.wasm.numThreads} thread(s)`;
  }

  async encode({ size, batch }: { readonly size: number; readonly batch: number }): Promise<Timing> {
    if (!this.#session) throw new Error('start first');
    const images = randomImages(size, batch);
    const begin = performance.now();
    const pixels = new this.#build.ort.Tensor('float32', planes(preprocess(images), size * size), [
      batch,
      3,
      size,
      size,
    ]);
    const prepared = performance.now();
    const outputs = await this.#session.run({ pixels });
    const computed = performance.now();
    const layers = ALL_LAYERS.map((layer) => outputs[`entries${layer}`]?.data as Float32Array);
    const barcodes = images.map((_, image) => {
      const own = layers.map((rows) =>
        rows.subarray((image * rows.length) / batch, ((image + 1) * rows.length) / batch),
      );
      return packBits(binarise(own, 'per-layer'));
    });
    const end = performance.now();
    for (const output of Object.values(outputs)) output.dispose();
    return {
      milliseconds: end - begin,
      stages: { network: computed - prepared, rest: end - begin - (computed - prepared) },
      memoryBytes: null,
      barcodes,
    };
  }
}

/** images x pixels x 3 to images x 3 x pixels. */
function planes(values: Float32Array, pixels: number): Float32Array {
  const planar = new Float32Array(values.length);
  for (let first = 0; first < values.length; first += pixels * 3) {
    for (let channel = 0; channel < 3; channel++) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        planar[first + channel * pixels + pixel] = values[first + pixel * 3 + channel] ?? 0;
      }
    }
  }
  return planar;
}
