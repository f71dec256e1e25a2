import type { Profile } from '../barcode/profile.ts';
import type { RgbImage } from '../base/rgb-image.ts';

export type EngineName = 'webgpu' | 'wasm';

/** A person's choice: `auto` takes WebGPU where a hardware adapter is right and faster, and WASM otherwise. */
export type EngineChoice = 'auto' | EngineName;

/** What encodes, as shown to a person and asserted by tests. */
export interface Device {
  readonly engine: EngineName;
  /** Adapter name for WebGPU ("Apple M2"), "WASM, N threads" otherwise. */
  readonly name: string;
  /** How the engine was chosen, in sentences for people: why WebGPU was passed over, or how much faster it is. May be empty. */
  readonly note: string;
}

/** Turns resized patches into barcodes on one device. */
export interface FeatureExtractor {
  readonly device: Device;
  /** SHA-256 (hex) of the float16 weights in use. */
  readonly weightsId: string;
  /**
   * Calls may overlap.
   *
   * @param batch Images whose longer side is `profile.size` (see imaging/resize.ts); shapes may differ.
   * @returns One packed barcode an image, in order, `barcodeBytes(profile)` bytes each.
   * @throws AppError image-too-narrow, device-lost, device-out-of-memory, profile-mismatch; the signal's reason when aborted.
   */
  encode(batch: readonly RgbImage[], profile: Profile, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>[]>;
  dispose(): void;
}
