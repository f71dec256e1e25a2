import { keptGramIndices } from '../../src/barcode/gram-sampling.ts';
import { namedProfile } from '../../src/barcode/profile.ts';
import type { RgbImage } from '../../src/base/rgb-image.ts';
import { decodeFloat16, encodeFloat16 } from '../../src/encoder/float16.mjs';
import { preprocess } from '../../src/encoder/preprocess.ts';
import { CONV_LAYERS, type ConvLayer } from '../../src/encoder/vgg19-layers.ts';
import { compileKernel } from '../../src/encoder/wasm/compile-kernel.ts';
import { instantiateKernel } from '../../src/encoder/wasm/kernel.ts';
import { Arena } from '../../src/encoder/wasm/memory.ts';
import { type Features, FLOAT_BYTES, type Kernels, Operations, TILE_BYTES } from '../../src/encoder/wasm/operations.ts';
import { ThreadPool } from '../../src/encoder/wasm/thread-pool.ts';

/** What is kept in half precision. */
export interface Kept {
  /** The feature maps between layers, which the Gram matrices are made of, too. */
  readonly activations: boolean;
  /** The kernels as Winograd's transform leaves them; the weights themselves are halves anyway. */
  readonly kernels: boolean;
}

const FREQUENCIES = 36;

/** VGG19 to conv5_1 as the processor computes it in float32, but for the numbers that are rounded on their way. */
export class HalfNetwork {
  /** The largest number seen between two layers. */
  largest = 0;
  readonly #arena = new Arena(1);
  readonly #operations: Operations;
  readonly #kept: Kept;
  readonly #layers: readonly (ConvLayer & Kernels)[];

  /** @param halves float16 weights in the order of WEIGHT_SPECS. */
  constructor(halves: Uint16Array, kept: Kept) {
    const module = compileKernel();
    if (!module) throw new Error('no WebAssembly SIMD');
    this.#kept = kept;
    this.#operations = new Operations(
      this.#arena,
      new ThreadPool(this.#arena, instantiateKernel(module, this.#arena.memory), 0),
    );
    this.#layers = this.#loadLayers(halves);
  }

  /** The kept Gram entries of the Standard profile, layer by layer. */
  gramEntries(image: RgbImage): Float32Array[] {
    const { layers, sampling } = namedProfile('standard', '');
    const arena = this.#arena;
    const { mark } = arena;
    const { width, height } = image;
    const tiles = arena.allocate(TILE_BYTES);
    const buffers = [0, 1].map(() => arena.allocate(width * height * 64 * FLOAT_BYTES)) as [number, number];
    const entries: Float32Array[] = [];
    let features = this.#operations.loadPixels(preprocess([image]), { images: 1, height, width });
    for (const [index, layer] of this.#layers.entries()) {
      const output = buffers[index % 2 === 0 ? 0 : 1];
      const pooled = this.#layers[index + 1]?.pooled ?? false;
      features =
        index === 0
          ? this.#operations.convolveFirst(layer, features, output)
          : this.#operations.convolve(layer, features, output, pooled, tiles);
      this.#roundActivations(features);
      if (!layer.tap || !layers.includes(layer.tap)) continue;
      entries.push(this.#operations.gramEntries(features, 0, keptGramIndices(layer.tap, sampling)));
    }
    arena.release(mark);
    return entries;
  }

  #roundActivations({ address, height, width, channels }: Features): void {
    const values = this.#arena.floats(address, height * width * channels);
    this.largest = values.reduce((most, value) => Math.max(most, value), this.largest);
    if (this.#kept.activations) roundToHalves(values);
  }

  #loadLayers(halves: Uint16Array): (ConvLayer & Kernels)[] {
    let at = 0;
    const take = (count: number) => {
      at += count;
      return decodeFloat16(halves.subarray(at - count, at));
    };
    return CONV_LAYERS.map((layer, index) => {
      const { inChannels, outChannels } = layer;
      const [kernels, bias] = [take(9 * inChannels * outChannels), take(outChannels)];
      if (index === 0) return { ...layer, ...this.#operations.loadFirstKernels(outChannels, kernels, bias) };
      const loaded = this.#operations.loadKernels(inChannels, outChannels, kernels, bias);
      if (this.#kept.kernels) {
        roundToHalves(this.#arena.floats(loaded.kernels, FREQUENCIES * inChannels * outChannels));
      }
      return { ...layer, ...loaded };
    });
  }
}

function roundToHalves(values: Float32Array): void {
  values.set(decodeFloat16(Uint16Array.from(values, encodeFloat16)));
}
