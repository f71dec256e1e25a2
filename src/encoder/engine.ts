import type { Device, FeatureExtractor } from './feature-extractor.ts';
import type { Weights } from './weights.ts';

/** A started device that waits for the network's numbers. */
export interface Engine {
  readonly device: Device;
  /**
   * Called once.
   *
   * @throws AppError device-out-of-memory, device-lost.
   */
  load(weights: Weights): Promise<FeatureExtractor>;
}
