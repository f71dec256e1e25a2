import { seededRandom } from '../../../base/seeded-random.ts';

export interface Drawn {
  readonly bits: number;
  /** Packed, one after another. */
  readonly barcodes: Uint8Array<ArrayBuffer>;
  readonly labels: number[];
  readonly sources: number[];
}

interface Drawing {
  readonly patches: number;
  readonly labels: number;
  readonly sources: number;
  readonly bits?: number;
  readonly seed?: number;
  /** How much a label and a source change the odds of a bit. */
  readonly byLabel?: number;
  readonly bySource?: number;
}

/** Directions in which patches differ beside their labels and sources. */
const NUISANCES = 12;

/**
 * Barcodes of which labels, sources and some hidden directions sway the bits: patch i has label i % labels and the source that
 * follows from what is left.
 */
export function drawLabelled({
  patches,
  labels,
  sources,
  bits = 1024,
  seed = 1,
  byLabel = 0.5,
  bySource = 1,
}: Drawing): Drawn {
  const random = seededRandom(seed);
  const effects = (count: number, size: number) =>
    Array.from({ length: count }, () => Float64Array.from({ length: bits }, () => size * normal(random)));
  const [ofLabel, ofSource, ofNuisance] = [effects(labels, byLabel), effects(sources, bySource), effects(NUISANCES, 1)];
  const base = effects(1, 0.5)[0] ?? new Float64Array(bits);
  const barcodes = new Uint8Array(patches * Math.ceil(bits / 8));
  const labelOf = Array.from({ length: patches }, (_, at) => at % labels);
  const sourceOf = Array.from({ length: patches }, (_, at) => Math.floor(at / labels) % sources);
  for (let at = 0; at < patches; at++) {
    const amounts = ofNuisance.map(() => 0.5 * normal(random));
    for (let bit = 0; bit < bits; bit++) {
      const hidden = amounts.reduce((sum, amount, which) => sum + amount * (ofNuisance[which]?.[bit] ?? 0), 0);
      const odds =
        (base[bit] ?? 0) + (ofLabel[labelOf[at] ?? 0]?.[bit] ?? 0) + (ofSource[sourceOf[at] ?? 0]?.[bit] ?? 0) + hidden;
      const place = at * Math.ceil(bits / 8) + (bit >> 3);
      if (random() < 1 / (1 + Math.exp(-odds))) barcodes[place] = (barcodes[place] ?? 0) | (0x80 >> (bit & 7));
    }
  }
  return { bits, barcodes, labels: labelOf, sources: sourceOf };
}

/** By Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
