import type { LayerNumber } from '../../barcode/profile.ts';
import { decodeFloat16 } from '../float16.mjs';
import { CONV_LAYERS, type ConvLayer } from '../vgg19-layers.ts';
import type { Arena } from './memory.ts';
import { FLOAT_BYTES, type Kernels, Operations, type Shape, TILE_BYTES } from './operations.ts';
import type { ThreadPool } from './thread-pool.ts';

type LoadedLayer = ConvLayer & Kernels;

/** VGG19 up to conv5_1 and its Gram matrices, by the kernels of kernel.as.ts. */
export class Network {
  readonly #arena: Arena;
  readonly #operations: Operations;
  readonly #layers: readonly LoadedLayer[];
  /** What lies above changes with every stack of images. */
  readonly #mark: number;

  /**
   * @param halves float16 weights in the order of WEIGHT_SPECS.
   * @throws AppError device-out-of-memory.
   */
  constructor(arena: Arena, pool: ThreadPool, halves: Uint16Array) {
    this.#arena = arena;
    this.#operations = new Operations(arena, pool);
    this.#layers = this.#loadLayers(halves);
    this.#mark = arena.mark;
  }

  /**
   * Runs the network as deep as needed and takes entries out of the Gram matrix of each tap.
   *
   * @param pixels images x height x width x 3, preprocessed (see preprocess.ts).
   * @param kept Flat indices into the channels x channels Gram matrix, row >= column, by tap, taps ascending.
   * @returns For each image the kept entries of each tap.
   * @throws AppError device-out-of-memory.
   */
  gramEntries(
    pixels: Float32Array,
    shape: Shape,
    kept: ReadonlyMap<LayerNumber, Int32Array>,
  ): Float32Array<ArrayBuffer>[][] {
    const deepest = Math.max(...kept.keys());
    const layers = this.#layers.slice(0, 1 + this.#layers.findIndex(({ tap }) => tap === deepest));
    this.#arena.release(this.#mark);
    const tiles = this.#arena.allocate(TILE_BYTES);
    const buffers = largestOutputs(layers, shape).map((floats) => this.#arena.allocate(floats * FLOAT_BYTES));
    const entries: Float32Array<ArrayBuffer>[][] = Array.from({ length: shape.images }, () => []);
    let features = this.#operations.loadPixels(pixels, shape);
    for (const [index, layer] of layers.entries()) {
      const output = buffers[index % 2] as number;
      const pooled = layers[index + 1]?.pooled ?? false;
      features =
        index === 0
          ? this.#operations.convolveFirst(layer, features, output)
          : this.#operations.convolve(layer, features, output, pooled, tiles);
      const indices = layer.tap && kept.get(layer.tap);
      if (!indices) continue;
      entries.forEach((own, image) => {
        own.push(this.#operations.gramEntries(features, image, indices));
      });
    }
    return entries;
  }

  #loadLayers(halves: Uint16Array): LoadedLayer[] {
    let at = 0;
    const take = (count: number) => {
      at += count;
      return decodeFloat16(halves.subarray(at - count, at));
    };
    return CONV_LAYERS.map((layer, index) => {
      const { inChannels, outChannels } = layer;
      const kernels = take(9 * inChannels * outChannels);
      const bias = take(outChannels);
      const loaded =
        index === 0
          ? this.#operations.loadFirstKernels(outChannels, kernels, bias)
          : this.#operations.loadKernels(inChannels, outChannels, kernels, bias);
      return { ...layer, ...loaded };
    });
  }
}

/** Layers write to two buffers in turn: the most floats that either takes. */
function largestOutputs(layers: readonly ConvLayer[], { images, height, width }: Shape): [number, number] {
  const largest: [number, number] = [0, 0];
  let pixels = { height, width };
  layers.forEach(({ outChannels }, index) => {
    if (layers[index + 1]?.pooled) pixels = { height: pixels.height >> 1, width: pixels.width >> 1 };
    const side = index % 2 === 0 ? 0 : 1;
    largest[side] = Math.max(largest[side], images * pixels.height * pixels.width * outChannels);
  });
  return largest;
}
