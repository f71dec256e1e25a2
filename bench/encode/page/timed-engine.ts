import { keptGramIndices } from '../../../src/barcode/gram-sampling.ts';
import { ALL_LAYERS, type LayerNumber } from '../../../src/barcode/profile.ts';

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
