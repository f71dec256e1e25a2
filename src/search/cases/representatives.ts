/** A few patches that stand for many: as different from one another as the many allow. */

export interface Representatives {
  /** Positions among the many, in the order in which they were chosen. */
  readonly positions: readonly number[];
  /** How many each stands for, itself among them: those that it is the nearest representative of. */
  readonly weights: readonly number[];
  /** Of each of the many: which representative is its nearest, and how far that is. */
  readonly owners: Uint32Array;
  readonly distances: Uint32Array;
}

/** Gives the distances of one of the many, by its position, to all of them. */
export type DistancesFrom = (position: number) => Promise<ArrayLike<number>>;

/**
 * Farthest-point selection (Gonzalez 1985, "Clustering to minimize the maximum intercluster distance"): begins with the first,
 * and takes next what is farthest from all that were taken, ties the first. What nothing is away from any more ends it.
 * @param most At least 1.
 */
export async function chooseRepresentatives(
  count: number,
  most: number,
  distancesFrom: DistancesFrom,
): Promise<Representatives> {
  const distances = new Uint32Array(count).fill(0xffffffff);
  const owners = new Uint32Array(count);
  const positions: number[] = [];
  for (let next = 0; positions.length < Math.min(most, count); ) {
    const own = await distancesFrom(next);
    let farthest = 0;
    for (let at = 0; at < count; at++) {
      if ((own[at] as number) < (distances[at] as number)) {
        distances[at] = own[at] as number;
        owners[at] = positions.length;
      }
      if ((distances[at] as number) > (distances[farthest] as number)) farthest = at;
    }
    positions.push(next);
    next = farthest;
    if (distances[next] === 0) break;
  }
  const weights = positions.map(() => 0);
  for (const owner of owners) weights[owner] = (weights[owner] as number) + 1;
  return { positions, weights, owners, distances };
}
