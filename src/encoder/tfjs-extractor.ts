import { dispose, type Tensor1D, type Tensor2D, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { keptGramIndices } from '../barcode/gram-sampling.ts';
import { type LayerNumber, type Profile, profileKey } from '../barcode/profile.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { yieldToMessages } from '../base/yield-to-messages.ts';
import type { Device, FeatureExtractor } from './feature-extractor.ts';
import { preprocess } from './preprocess.ts';
import { stackImages } from './stack-images.ts';
import type { TfjsEngine } from './tfjs-engine.ts';
import { checkBatch, toBarcodes } from './to-barcodes.ts';
import { Vgg19 } from './vgg19.ts';
import { viewsOfAll } from './views.ts';
import type { Weights } from './weights.ts';

/** The kept Gram entries of a profile, on the device. */
interface KeptIndices {
  readonly profileKey: string;
  readonly byLayer: ReadonlyMap<LayerNumber, Tensor1D>;
}

/** VGG19 and Grams with TensorFlow.js: the plain path, and what our own kernels are measured against. */
export class TfjsExtractor implements FeatureExtractor {
  readonly weightsId: string;
  readonly #engine: TfjsEngine;
  readonly #network: Vgg19;
  #kept: KeptIndices | undefined;
  #lastStack: Promise<unknown> = Promise.resolve();

  constructor(engine: TfjsEngine, weights: Weights) {
    this.#engine = engine;
    this.weightsId = weights.weightsId;
    this.#network = new Vgg19(weights.halves);
  }

  get device(): Device {
    return this.#engine.device;
  }

  async encode(batch: readonly RgbImage[], profile: Profile, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>[]> {
    checkBatch(batch, profile, this.weightsId);
    const entries: Float32Array[][] = [];
    for (const stack of stackImages(viewsOfAll(batch, profile.views), this.#engine.stackedPixels)) {
      await yieldToMessages();
      signal.throwIfAborted();
      entries.push(...(await this.#afterLast(() => this.#encodeStack(stack, profile))));
    }
    return toBarcodes(entries, profile);
  }

  dispose(): void {
    this.#forgetKept();
    this.#network.dispose();
    this.#engine.dispose();
  }

  /** The engine takes one piece of work at a time. */
  #afterLast<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#lastStack.then(() => this.#engine.guard(work));
    this.#lastStack = mine.catch(() => undefined);
    return mine;
  }

  /** @returns For each image the kept Gram entries of each layer. */
  async #encodeStack(stack: readonly RgbImage[], profile: Profile): Promise<Float32Array[][]> {
    const kept = this.#keptIndices(profile);
    const entries = tidy(() => {
      const [{ height, width }] = stack as [RgbImage];
      const pixels = tensor4d(preprocess(stack), [stack.length, height, width, 3]);
      return this.#network.gramEntries(pixels, kept, this.#engine.gramProduct);
    });
    try {
      const layers = await Promise.all(entries.map(async (layer) => rowsOf(layer, await layer.data<'float32'>())));
      return stack.map((_, image) => layers.map((rows) => rows[image] as Float32Array));
    } finally {
      dispose(entries);
    }
  }

  #keptIndices(profile: Profile): ReadonlyMap<LayerNumber, Tensor1D> {
    const key = profileKey(profile);
    if (this.#kept?.profileKey !== key) {
      this.#forgetKept();
      const indices = (layer: LayerNumber) => tensor1d(keptGramIndices(layer, profile.sampling), 'int32');
      this.#kept = { profileKey: key, byLayer: new Map(profile.layers.map((layer) => [layer, indices(layer)])) };
    }
    return this.#kept.byLayer;
  }

  #forgetKept(): void {
    for (const indices of this.#kept?.byLayer.values() ?? []) indices.dispose();
    this.#kept = undefined;
  }
}

function rowsOf({ shape: [rows, columns] }: Tensor2D, values: Float32Array): Float32Array[] {
  return Array.from({ length: rows }, (_, row) => values.subarray(row * columns, (row + 1) * columns));
}
