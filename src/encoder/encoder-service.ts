import type { Profile } from '../barcode/profile.ts';
import { AppError } from '../base/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { type CallContext, type Transferred, transfer } from '../base/rpc.ts';
import type { Engine } from './engine.ts';
import type { Device, EngineChoice, FeatureExtractor } from './feature-extractor.ts';
import { type LoadingProgress, loadWeights } from './weights.ts';

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
  readonly #startEngine: (choice: EngineChoice) => Promise<Engine>;
  #extractor: FeatureExtractor | undefined;
  #lastEncode: Promise<unknown> = Promise.resolve();

  constructor(startEngine: (choice: EngineChoice) => Promise<Engine>) {
    this.#startEngine = startEngine;
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
    const [started, weights] = await Promise.all([this.#startEngine(engine), loadWeights(assetsUrl, signal, progress)]);
    this.#extractor = started.load(weights);
    return { device: started.device, weightsId: weights.weightsId, trained: weights.trained };
  }

  /**
   * Calls may overlap; they run one after the other.
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
    const mine = this.#lastEncode.then(() => extractor.encode(batch, profile, signal));
    this.#lastEncode = mine.catch(() => undefined);
    const barcodes = await mine;
    return transfer(
      barcodes,
      barcodes.map(({ buffer }) => buffer),
    );
  }
}
