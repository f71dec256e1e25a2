import { seededRandom } from '../base/seeded-random.ts';
import type { Partition, Sample } from './partition.ts';

/** Which patches are queries, where not all of them are. */
export interface Draw {
  readonly queries: number;
  readonly seed: number;
}

/**
 * The partition with `queries` of its queries, drawn evenly: with the queries sorted by label and path, one from each of as
 * many equal stretches. Each has the same chance, labels keep their shares, and so do folders and slides, which share the
 * beginnings of their paths. The same images give the same queries by every protocol, in whatever order they came.
 * @returns The partition itself when it has no more queries than that.
 */
export function drawQueries(partition: Partition, samples: readonly Sample[], { queries, seed }: Draw): Partition {
  if (partition.queries.length <= queries) return partition;
  const random = seededRandom(seed);
  const keyOf = (at: number) => samples[at] ?? { label: '', path: '' };
  const sorted = [...partition.queries].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const beginOf = (stretch: number) => Math.floor((stretch * sorted.length) / queries);
  // Lengths of stretches differ by one: that they begin anywhere, and go on from the first, gives each the same chance.
  const shift = Math.floor(random() * sorted.length);
  const drawn = Int32Array.from({ length: queries }, (_, at) => {
    const place = beginOf(at) + Math.floor(random() * (beginOf(at + 1) - beginOf(at)));
    return sorted[(shift + place) % sorted.length] as number;
  });
  return { ...partition, queries: drawn.sort(), drawnFrom: sorted.length };
}

/** By code units, which every browser sorts in the same way. */
function compare(a: Sample, b: Sample): number {
  if (a.label !== b.label) return a.label < b.label ? -1 : 1;
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

/**
 * How far a share of all queries may be from the same share of those drawn, in 95 of 100 draws: half of a share's 95 %
 * interval, at its widest, when drawn without replacement (W. G. Cochran, Sampling Techniques, 3rd edition 1977, section 3.2).
 * Drawing evenly narrows it where labels or folders differ.
 * @returns From 0 to 0.5.
 */
export function drawnMargin(queries: number, all: number): number {
  if (queries >= all) return 0;
  return 1.96 * Math.sqrt((0.25 / queries) * ((all - queries) / (all - 1)));
}
