import type { Binarisation } from './profile.ts';

/** Median of at least one value; for an even count the mean of the two middle values, in float64. */
export function median(values: Float32Array | Float64Array): number {
  const sorted = values.slice().sort();
  const upper = sorted.length >> 1;
  const middle = sorted[upper];
  if (middle === undefined) throw new RangeError('median of nothing');
  const below = sorted.length % 2 === 0 ? sorted[upper - 1] : undefined;
  return below === undefined ? middle : (below + middle) / 2;
}

/**
 * Thresholds kept Gram entries: bit = entry >= median (Eq. 2 of arXiv 2111.15519).
 *
 * @param layers The kept entries of each layer, layers ascending.
 * @param binarisation One median a layer, or one over the entries of all layers.
 * @returns One 0 or 1 an entry, layers joined.
 */
export function binarise(layers: readonly Float32Array[], binarisation: Binarisation): Uint8Array<ArrayBuffer> {
  const joined = join(layers);
  const shared = binarisation === 'global' ? median(joined) : undefined;
  const bits = new Uint8Array(joined.length);
  let at = 0;
  for (const layer of layers) {
    const threshold = shared ?? median(layer);
    for (const entry of layer) bits[at++] = entry >= threshold ? 1 : 0;
  }
  return bits;
}

function join(layers: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(layers.reduce((sum, layer) => sum + layer.length, 0));
  let at = 0;
  for (const layer of layers) {
    joined.set(layer, at);
    at += layer.length;
  }
  return joined;
}
