import { VOTERS } from '../../barcode/vote.ts';
import type { AskedPatch } from '../evaluation.ts';
import { expectedCalibrationError, type Forecast } from './calibration-error.ts';
import { LEAST_IN_STEP, LEAST_OBSERVATIONS } from './distance-scale.ts';
import { fitFalling, type Observation, shareAt } from './isotonic.ts';

type Asked = Pick<AskedPatch, 'at' | 'truth' | 'retrieved' | 'distances' | 'fold'>;

/**
 * How well the scale tells whether a nearest patch has the label of the query: every fold is foretold by what the others say
 * of each other, so that nothing of a slide that is left out is known.
 * @param asked With every patch that may be retrieved among them, as where one source is left out at a time.
 * @returns The expected calibration error, 0 to 1; null where too little is known to foretell anything.
 */
export function leaveOutCalibrationError(asked: readonly Asked[]): number | null {
  const patches = new Map(asked.map((patch) => [patch.at, patch]));
  const folds = [...new Set(asked.map(({ fold }) => fold))];
  return expectedCalibrationError(folds.flatMap((fold) => forecastsOf(fold, asked, patches)));
}

function forecastsOf(left: number, asked: readonly Asked[], patches: ReadonlyMap<number, Asked>): Forecast[] {
  const observations: Observation[] = [];
  for (const { truth, fold, retrieved, distances } of asked) {
    if (fold === left) continue;
    for (const [rank, at] of retrieved.slice(0, VOTERS).entries()) {
      const neighbour = patches.get(at);
      if (!neighbour || neighbour.fold === left) continue;
      observations.push({ distance: distances[rank] as number, holds: neighbour.truth === truth });
    }
  }
  if (observations.length < LEAST_OBSERVATIONS) return [];
  const steps = fitFalling(observations, LEAST_IN_STEP);
  return asked.flatMap(({ truth, fold, retrieved: [nearest], distances: [distance] }) => {
    const share = fold === left && distance !== undefined ? shareAt(steps, distance) : undefined;
    if (share === undefined || nearest === undefined) return [];
    return [{ share, holds: patches.get(nearest)?.truth === truth }];
  });
}
