import { hammingDistance } from '../../src/barcode/hamming.ts';
import { partBits, type TileEntries } from './part-bits.ts';
import { type Part, partKey, type Setting } from './parts.ts';

/** Distances of all pairs of tiles: row after row. */
export type Distances = Uint32Array;

/** Measures settings; what two of them share is measured once. */
export class DistanceMeasure {
  readonly #entries: Readonly<Record<Part['colours'], readonly TileEntries[]>>;
  readonly #parts = new Map<string, Uint16Array>();

  /** @param entries Of the tiles, in the same order for all colours. */
  constructor(entries: Readonly<Record<Part['colours'], readonly TileEntries[]>>) {
    this.#entries = entries;
  }

  of({ parts }: Setting): Distances {
    const count = this.#entries['as-is'].length;
    const sum = new Uint32Array(count * count);
    for (const part of parts) {
      const distances = this.#ofPart(part);
      for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) + part.weight * (distances[at] as number);
    }
    return sum;
  }

  #ofPart(part: Part): Uint16Array {
    const key = partKey(part);
    const known = this.#parts.get(key);
    if (known) return known;
    const distances = allDistances(partBits(this.#entries[part.colours], part));
    this.#parts.set(key, distances);
    return distances;
  }
}

function allDistances(barcodes: readonly Uint8Array[]): Uint16Array {
  const count = barcodes.length;
  const distances = new Uint16Array(count * count);
  for (const [q, own] of barcodes.entries()) {
    for (let r = 0; r < q; r++) {
      const distance = hammingDistance(own, barcodes[r] as Uint8Array);
      distances[q * count + r] = distance;
      distances[r * count + q] = distance;
    }
  }
  return distances;
}
