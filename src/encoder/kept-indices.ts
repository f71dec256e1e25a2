import { keptGramIndices } from '../barcode/gram-sampling.ts';
import { type LayerNumber, type Profile, profileKey } from '../barcode/profile.ts';

/** Flat indices into the channels x channels Gram matrix, row >= column, by tap, taps ascending. */
export type KeptIndices = ReadonlyMap<LayerNumber, Int32Array<ArrayBuffer>>;

/** The entries that a profile keeps. Those of the last one used stay, since patches mostly have one profile. */
export class KeptEntries {
  #last: { readonly key: string; readonly indices: KeptIndices } | undefined;

  /** The same object for the same profile. */
  of(profile: Profile): KeptIndices {
    const key = profileKey(profile);
    if (this.#last?.key !== key) {
      const indices = new Map(profile.layers.map((layer) => [layer, keptGramIndices(layer, profile.sampling)]));
      this.#last = { key, indices };
    }
    return this.#last.indices;
  }
}
