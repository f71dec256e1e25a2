import { binarise } from '../../barcode/binarise.ts';
import { keptGramIndices } from '../../barcode/gram-sampling.ts';
import { packBits } from '../../barcode/pack.ts';
import { type Profile, profileKey } from '../../barcode/profile.ts';
import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { Device, FeatureExtractor } from '../feature-extractor.ts';
import { preprocess } from '../preprocess.ts';
import { checkShape, stackImages } from '../stack-images.ts';
import { sumViews, viewsOfAll } from '../views.ts';
import type { KeptIndices, Network } from './network.ts';

/**
 * Images of one shape up to this many pixels run together: four of 256 x 256, whose deepest layer fills one block of the
 * matrix product. More would gain nothing and leave nothing to overlap with.
 */
const STACKED_PIXELS = 4 * 256 * 256;

/** Stacks that the device has been given at a time: one computes while the other's entries come back. */
const STACKS_IN_FLIGHT = 2;

/** VGG19 and Grams with our own WebGPU kernels. Calls of `encode` may overlap. */
export class WebGpuExtractor implements FeatureExtractor {
  readonly device: Device;
  readonly weightsId: string;
  readonly #network: Network;
  readonly #release: () => void;
  #kept: { readonly key: string; readonly indices: KeptIndices } | undefined;

  /** @param release Gives the device back. */
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
    const stacks: Promise<Float32Array[][]>[] = [];
    for (const stack of stackImages(viewsOfAll(batch, profile.views), STACKED_PIXELS)) {
      await stacks.at(-STACKS_IN_FLIGHT);
      signal.throwIfAborted();
      const [{ height, width }] = stack as [RgbImage];
      const entries = this.#network.gramEntries(preprocess(stack), { images: stack.length, height, width }, kept);
      // Awaited below, unless an earlier one fails.
      entries.catch(() => undefined);
      stacks.push(entries);
    }
    const entries = (await Promise.all(stacks)).flat();
    return sumViews(entries, profile.views).map((layers) => packBits(binarise(layers, profile.binarisation)));
  }

  dispose(): void {
    this.#release();
  }

  #keptIndices(profile: Profile): KeptIndices {
    const key = profileKey(profile);
    if (this.#kept?.key !== key) {
      const indices = new Map(profile.layers.map((layer) => [layer, keptGramIndices(layer, profile.sampling)]));
      this.#kept = { key, indices };
    }
    return this.#kept.indices;
  }
}
