import { keptGramIndices } from '../../../src/barcode/gram-sampling.ts';
import { ALL_LAYERS, type LayerNumber, namedProfile, type Profile } from '../../../src/barcode/profile.ts';
import type { RgbImage } from '../../../src/base/rgb-image.ts';
import { UNTRAINED_WEIGHTS_ID } from '../../../src/encoder/untrained.ts';

/** What each worker of this benchmark serves: the same network, with the same untrained weights, on another engine. */
export interface TimedEngine {
  /** @returns How the engine calls itself. */
  start(request: { readonly threads: number }): Promise<string>;
  /** Encodes random patches of the Standard profile, from 8-bit pixels to packed bits. */
  encode(request: { readonly size: number; readonly batch: number }): Promise<Timing>;
  /** Where ending its worker would not end it: in Node. */
  dispose?(): Promise<void>;
}

export interface Timing {
  readonly milliseconds: number;
  /** Milliseconds of each part, where the engine can tell. */
  readonly stages: Readonly<Record<string, number>>;
  /** Bytes of the engine's memory, which never shrinks; null where it cannot be told. */
  readonly memoryBytes: number | null;
  /** One a patch, so that engines can be compared. */
  readonly barcodes: readonly Uint8Array<ArrayBuffer>[];
}

/** Gram entries that the Standard profile keeps, by layer. */
export const STANDARD_ENTRIES: ReadonlyMap<LayerNumber, Int32Array<ArrayBuffer>> = new Map(
  ALL_LAYERS.map((layer) => [layer, keptGramIndices(layer, 2048)]),
);

/** The Standard profile of the untrained network, at `size` pixels a side. */
export function standardProfile(size: number): Profile {
  return { ...namedProfile('standard', UNTRAINED_WEIGHTS_ID), size };
}

/** The same noise for the same size and number. */
export function randomImages(size: number, count: number): RgbImage[] {
  return Array.from({ length: count }, (_, image) => {
    let state = size * 31 + image;
    const data = new Uint8Array(size * size * 3).map(() => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
    return { width: size, height: size, data };
  });
}

/** The adapter that the app would take. */
export async function requestAdapter(): Promise<GPUAdapter> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('no WebGPU adapter');
  return adapter;
}
