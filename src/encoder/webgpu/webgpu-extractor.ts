import type { Profile } from '../../barcode/profile.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { Device, FeatureExtractor } from '../feature-extractor.ts';
import { KeptEntries } from '../kept-indices.ts';
import { preprocess } from '../preprocess.ts';
import { stackImages } from '../stack-images.ts';
import { checkBatch, toBarcodes } from '../to-barcodes.ts';
import { viewsOfAll } from '../views.ts';
import type { Network } from './network.ts';

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
  readonly #kept = new KeptEntries();

  /** @param release Gives the device back. */
  constructor(device: Device, weightsId: string, network: Network, release: () => void) {
    this.device = device;
    this.weightsId = weightsId;
    this.#network = network;
    this.#release = release;
  }

  async encode(batch: readonly RgbImage[], profile: Profile, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>[]> {
    checkBatch(batch, profile, this.weightsId);
    const kept = this.#kept.of(profile);
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
    return toBarcodes(entries, profile);
  }

  dispose(): void {
    this.#release();
  }
}
