import type { Profile } from '../barcode/profile.ts';
import { AppError } from '../base/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { type CallContext, type Transferred, transfer } from '../base/rpc.ts';
import type { Device, EngineChoice, FeatureExtractor } from './feature-extractor.ts';
import type { StartedExtractor } from './start-extractor.ts';
import { type LoadingProgress, loadWeights, type Weights } from './weights.ts';

export type StartExtractor = (choice: EngineChoice, loading: Promise<Weights>) => Promise<StartedExtractor>;

export interface StartRequest {
  readonly engine: EngineChoice;
  /** Where the asset step's folder is served: absolute, ending in a slash. */
  readonly assetsUrl: string;
}

export interface StartedEncoder {
  readonly device: Device;
  readonly weightsId: string;
  /** False when the untrained network is in use. */
  readonly trained: boolean;
}

export interface EncodeRequest {
  /** Images whose longer side is `profile.size`; shapes may differ. */
  readonly batch: readonly RgbImage[];
  readonly profile: Profile;
}

/** What the encoder worker serves. */
export class EncoderService {
  readonly #startExtractor: StartExtractor;
  #extractor: FeatureExtractor | undefined;

  constructor(startExtractor: StartExtractor) {
    this.#startExtractor = startExtractor;
  }

  /**
   * Chooses a device and loads the weights. Called once, before anything else.
   *
   * @throws AppError no-device, webgpu-unavailable, device-out-of-memory, weights-unreachable, weights-damaged.
   */
  async start(
    { engine, assetsUrl }: StartRequest,
    { signal, progress }: CallContext<LoadingProgress>,
  ): Promise<StartedEncoder> {
    const loading = loadWeights(assetsUrl, signal, progress);
    const [{ extractor, device }, { weightsId, trained }] = await Promise.all([
      this.#startExtractor(engine, loading),
      loading,
    ]);
    this.#extractor = extractor;
    return { device, weightsId, trained };
  }

  /**
   * Calls may overlap, so that a device has work while the last call's bits are made.
   *
   * @returns One packed barcode an image, in order.
   * @throws AppError image-too-narrow, device-lost, device-out-of-memory, profile-mismatch.
   */
  async encode(
    { batch, profile }: EncodeRequest,
    { signal }: CallContext,
  ): Promise<Transferred<Uint8Array<ArrayBuffer>[]>> {
    const extractor = this.#extractor;
    if (!extractor) throw new AppError('unexpected', 'the encoder was not started');
    const barcodes = await extractor.encode(batch, profile, signal);
    return transfer(
      barcodes,
      barcodes.map(({ buffer }) => buffer),
    );
  }
}
