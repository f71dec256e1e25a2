import { VOTERS } from '../../barcode/vote.ts';
import type { QueryResult } from '../evaluation.ts';
import { expectedCalibrationError, type Forecast } from './calibration-error.ts';
import { LEAST_IN_STEP, LEAST_OBSERVATIONS } from './distance-scale.ts';
import { fitFalling, type Observation, shareAt } from './isotonic.ts';

type Query = Pick<QueryResult, 'at' | 'truth' | 'retrieved' | 'distances' | 'fold'>;

/**
 * How well the scale tells whether a nearest patch has the label of the query: every fold is foretold by what the others say
 * of each other, so that nothing of a slide that is left out is known.
 * @param queries With every patch that may be retrieved among them, as where one source is left out at a time.
 * @returns The expected calibration error, 0 to 1; null where too little is known to foretell anything.
 */
export function leaveOutCalibrationError(queries: readonly Query[]): number | null {
  const patches = new Map(queries.map((patch) => [patch.at, patch]));
  const folds = [...new Set(queries.map(({ fold }) => fold))];
  return expectedCalibrationError(folds.flatMap((fold) => forecastsOf(fold, queries, patches)));
}

function forecastsOf(left: number, queries: readonly Query[], patches: ReadonlyMap<number, Query>): Forecast[] {
  const observations: Observation[] = [];
  for (const { truth, fold, retrieved, distances } of queries) {
    if (fold === left) continue;
    for (const [rank, at] of retrieved.slice(0, VOTERS).entries()) {
      const neighbour = patches.get(at);
      if (!neighbour || neighbour.fold === left) continue;
      observations.push({ distance: distances[rank] as number, holds: neighbour.truth === truth });
    }
  }
  if (observations.length < LEAST_OBSERVATIONS) return [];
  const steps = fitFalling(observations, LEAST_IN_STEP);
  return queries.flatMap(({ truth, fold, retrieved: [nearest], distances: [distance] }) => {
    const share = fold === left && distance !== undefined ? shareAt(steps, distance) : undefined;
    if (share === undefined || nearest === undefined) return [];
    return [{ share, holds: patches.get(nearest)?.truth === truth }];
  });
}
