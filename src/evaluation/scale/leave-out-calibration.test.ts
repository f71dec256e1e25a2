import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../base/seeded-random.ts';
import { leaveOutCalibrationError } from './leave-out-calibration.ts';

/** Patches of five folds with ten neighbours of other folds each; a neighbour at `distance` has the label so often. */
function queriesOf(shareAt: (distance: number, fold: number) => number) {
  const random = seededRandom(3);
  const [labels, folds] = [['a', 'b'], 5];
  const patches = Array.from({ length: 2_000 }, (_, at) => ({
    at,
    fold: at % folds,
    truth: labels[Math.floor(random() * 2)] as string,
  }));
  return patches.map(({ at, fold, truth }) => {
    const hits = Array.from({ length: 10 }, () => {
      const distance = Math.floor(random() * 1_000);
      const wanted = random() < shareAt(distance, fold) ? truth : truth === 'a' ? 'b' : 'a';
      for (;;) {
        const other = patches[Math.floor(random() * patches.length)];
        if (other && other.fold !== fold && other.truth === wanted) return { distance, at: other.at };
      }
    }).sort((a, b) => a.distance - b.distance);
    return { at, fold, truth, retrieved: hits.map((hit) => hit.at), distances: hits.map(({ distance }) => distance) };
  });
}

describe('the calibration error of leaving sources out', () => {
  it('is small where what holds of the others holds of the one left out', () => {
    expect(leaveOutCalibrationError(queriesOf((distance) => 1 - distance / 1_000))).toBeLessThan(0.03);
  });

  it('is large where a source behaves otherwise, for nothing of it is known', () => {
    const error = leaveOutCalibrationError(queriesOf((_, fold) => (fold === 0 ? 0.1 : 0.9)));
    // Fold 0 is foretold at about 0.9 and comes to 0.1; the others are foretold somewhat low.
    expect(error).toBeGreaterThan(0.15);
  });

  it('is not told of a few', () => {
    expect(leaveOutCalibrationError(queriesOf(() => 0.5).slice(0, 20))).toBeNull();
    expect(leaveOutCalibrationError([])).toBeNull();
  });
});
