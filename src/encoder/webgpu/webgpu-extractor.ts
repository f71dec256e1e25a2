import type { Profile, Views } from '../../barcode/profile.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { Device, FeatureExtractor } from '../feature-extractor.ts';
import { KeptEntries } from '../kept-indices.ts';
import { preprocess } from '../preprocess.ts';
import { stackImages } from '../stack-images.ts';
import { checkBatch } from '../to-barcodes.ts';
import { viewsOfAll } from '../views.ts';
import type { Network, StackedPixels } from './network.ts';

/**
 * Images of one shape up to this many pixels run together: four of 256 x 256, whose deepest layer fills one block of the
 * matrix product. More would gain nothing and leave nothing to overlap with.
 */
const STACKED_PIXELS = 4 * 256 * 256;

/** Pieces of work that the device has been given at a time: one computes while the other's barcodes come back. */
const IN_FLIGHT = 2;

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
    const wanted = { kept: this.#kept.of(profile), binarisation: profile.binarisation };
    const pieces: Promise<Uint8Array<ArrayBuffer>[]>[] = [];
    for (const stacks of piecesOf(batch, profile.views)) {
      await pieces.at(-IN_FLIGHT);
      signal.throwIfAborted();
      const barcodes = this.#network.barcodes(stacks.map(toPixels), wanted);
      // Awaited below, unless an earlier one fails.
      barcodes.catch(() => undefined);
      pieces.push(barcodes);
    }
    return (await Promise.all(pieces)).flat();
  }

  dispose(): void {
    this.#release();
  }
}

/** Images of one shape, and whose they are. */
interface ImageStack {
  readonly images: readonly RgbImage[];
  readonly patches: number;
}

/** What is done at once: patches of one shape, or all views of one patch, which may differ in shape. */
function piecesOf(batch: readonly RgbImage[], views: Views | undefined): ImageStack[][] {
  if (!views) return stackImages(batch, STACKED_PIXELS).map((images) => [{ images, patches: images.length }]);
  return batch.map((image) =>
    stackImages(viewsOfAll([image], views), STACKED_PIXELS).map((images) => ({ images, patches: 1 })),
  );
}

function toPixels({ images, patches }: ImageStack): StackedPixels {
  const [{ height, width }] = images as [RgbImage];
  return { images: images.length, height, width, patches, pixels: preprocess(images) };
}
