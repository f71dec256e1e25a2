import { binarise } from '../../barcode/binarise.ts';
import { keptGramIndices } from '../../barcode/gram-sampling.ts';
import { packBits } from '../../barcode/pack.ts';
import { type LayerNumber, type Profile, profileKey } from '../../barcode/profile.ts';
import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { Device, FeatureExtractor } from '../feature-extractor.ts';
import { preprocess } from '../preprocess.ts';
import { checkShape, stackImages } from '../stack-images.ts';
import { sumViews, viewsOfAll } from '../views.ts';
import type { Network } from './network.ts';

/** Images of one shape up to this many pixels share one reading of the weights: five of 150 x 150, which gains a fifth. */
const STACKED_PIXELS = 131_072;

/** VGG19 and Grams with our own WebAssembly. */
export class WasmExtractor implements FeatureExtractor {
  readonly device: Device;
  readonly weightsId: string;
  readonly #network: Network;
  readonly #release: () => void;
  #kept: { readonly key: string; readonly indices: ReadonlyMap<LayerNumber, Int32Array> } | undefined;

  /** @param release Ends the threads. */
  constructor(device: Device, weightsId: string, network: Network, release: () => void) {
    this.device = device;
    this.weightsId = weightsId;
    this.#network = network;
    this.#release = release;
  }

  async encode(batch: readonly RgbImage[], profile: Profile, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>[]> {
    if (profile.weightsId !== this.weightsId) throw new AppError('profile-mismatch', this.weightsId);
    batch.forEach(checkShape);
    const kept = this.#keptIndices(profile);
    const entries: Float32Array[][] = [];
    for (const stack of stackImages(viewsOfAll(batch, profile.views), STACKED_PIXELS)) {
      await eventsHandled();
      signal.throwIfAborted();
      const [{ height, width }] = stack as [RgbImage];
      const shape = { images: stack.length, height, width };
      entries.push(...this.#network.gramEntries(preprocess(stack), shape, kept));
    }
    return sumViews(entries, profile.views).map((layers) => packBits(binarise(layers, profile.binarisation)));
  }

  dispose(): void {
    this.#release();
  }

  #keptIndices(profile: Profile): ReadonlyMap<LayerNumber, Int32Array> {
    const key = profileKey(profile);
    if (this.#kept?.key !== key) {
      const indices = new Map(profile.layers.map((layer) => [layer, keptGramIndices(layer, profile.sampling)]));
      this.#kept = { key, indices };
    }
    return this.#kept.indices;
  }
}

/** Encoding computes without a pause; this lets an abort message in. */
function eventsHandled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
