import { expect, it } from 'vitest';
import { expectedCalibrationError } from './calibration-error.ts';
import expectations from './scale.expected.json';

it.each(expectations.calibration)('of $shares.length forecasts is what NumPy makes of them', (expected) => {
  const forecasts = expected.shares.map((share, at) => ({ share, holds: expected.holds[at] === 1 }));
  expect(expectedCalibrationError(forecasts)).toBeCloseTo(expected.error, 9);
});

it('is 0 when every tenth comes true as often as told, and 1 when the certain never does', () => {
  const told = (share: number, holds: boolean) => ({ share, holds });
  expect(expectedCalibrationError([told(0.5, true), told(0.5, false), told(1, true), told(0, false)])).toBe(0);
  expect(expectedCalibrationError([told(1, false), told(0, true)])).toBe(1);
  expect(expectedCalibrationError([])).toBeNull();
});
