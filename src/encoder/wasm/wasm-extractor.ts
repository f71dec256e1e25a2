import type { Profile } from '../../barcode/profile.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import { yieldToMessages } from '../../base/yield-to-messages.ts';
import type { Device, FeatureExtractor } from '../feature-extractor.ts';
import { KeptEntries } from '../kept-indices.ts';
import { preprocess } from '../preprocess.ts';
import { stackImages } from '../stack-images.ts';
import { checkBatch, toBarcodes } from '../to-barcodes.ts';
import { viewsOfAll } from '../views.ts';
import type { Network } from './network.ts';

/** Images of one shape up to this many pixels share one reading of the weights: five of 150 x 150, which gains a fifth. */
const STACKED_PIXELS = 131_072;

/** VGG19 and Grams with our own WebAssembly. */
export class WasmExtractor implements FeatureExtractor {
  readonly device: Device;
  readonly weightsId: string;
  readonly #network: Network;
  readonly #release: () => void;
  readonly #kept = new KeptEntries();

  /** @param release Ends the threads. */
  constructor(device: Device, weightsId: string, network: Network, release: () => void) {
    this.device = device;
    this.weightsId = weightsId;
    this.#network = network;
    this.#release = release;
  }

  async encode(batch: readonly RgbImage[], profile: Profile, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>[]> {
    checkBatch(batch, profile, this.weightsId);
    const kept = this.#kept.of(profile);
    const entries: Float32Array[][] = [];
    for (const stack of stackImages(viewsOfAll(batch, profile.views), STACKED_PIXELS)) {
      await yieldToMessages();
      signal.throwIfAborted();
      const [{ height, width }] = stack as [RgbImage];
      const shape = { images: stack.length, height, width };
      entries.push(...this.#network.gramEntries(preprocess(stack), shape, kept));
    }
    return toBarcodes(entries, profile);
  }

  dispose(): void {
    this.#release();
  }
}
