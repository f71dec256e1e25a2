import type { Device } from './feature-extractor.ts';
import type { GramProduct } from './vgg19.ts';

/** A started TensorFlow.js backend. There is at most one in a worker, since TensorFlow.js has one current backend. */
export interface TfjsEngine {
  readonly device: Device;
  /** Images of one shape run together as long as they have at most this many pixels in all; one always runs. */
  readonly stackedPixels: number;
  readonly gramProduct: GramProduct;
  /**
   * Runs one piece of work on the device.
   *
   * @throws AppError device-lost, device-out-of-memory; whatever the work throws.
   */
  guard<Result>(work: () => Promise<Result>): Promise<Result>;
  dispose(): void;
}
