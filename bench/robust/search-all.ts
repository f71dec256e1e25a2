import { VOTERS, voteOf } from '../../src/barcode/vote.ts';
import { loadPatterns } from '../../src/base/patterns.ts';
import { NearestTable } from '../../src/evaluation/nearest-table.ts';
import { isReferenceFor, partition } from '../../src/evaluation/partition.ts';
import type { Protocol } from '../../src/evaluation/protocol.ts';
import type { Distances } from './distances.ts';

await loadPatterns();

export interface SearchedTile {
  readonly path: string;
  readonly label: string;
}

/**
 * Every one of `members` searches the others that the protocol allows.
 * @param members Positions among all tiles, ascending: equal distances rank by position.
 * @returns 1 where the nearest vote for the right label, one a member.
 */
export function searchAll(
  distances: Distances,
  tiles: readonly SearchedTile[],
  members: readonly number[],
  protocol: Protocol,
): Uint8Array {
  const samples = members.map((at) => tiles[at] as SearchedTile);
  const parts = partition(samples, protocol);
  const nearest = new NearestTable(members.length, VOTERS, parts.queries);
  for (let q = 0; q < members.length; q++) {
    const row = (members[q] as number) * tiles.length;
    for (let r = 0; r < members.length; r++) {
      const distance = distances[row + (members[r] as number)] as number;
      if (distance <= (nearest.limits[q] as number) && isReferenceFor(parts, q, r)) nearest.offer(q, r, distance);
    }
  }
  return Uint8Array.from(samples, ({ label }, q) => {
    const vote = voteOf(nearest.neighboursOf(q).map((r) => (samples[r] as SearchedTile).label));
    return Number(vote?.label === label);
  });
}
