/** A share that was foretold, 0 to 1, and whether it came true. */
export interface Forecast {
  readonly share: number;
  readonly holds: boolean;
}

const BINS = 10;

/**
 * The expected calibration error (Naeini et al., AAAI 2015): forecasts are sorted into ten bins of equal width, and the gap
 * between the mean share foretold and the share that came true is averaged, each bin weighing as much as it holds.
 * @returns 0 to 1; null without forecasts.
 */
export function expectedCalibrationError(forecasts: readonly Forecast[]): number | null {
  if (forecasts.length === 0) return null;
  const gaps = new Float64Array(BINS);
  for (const { share, holds } of forecasts) {
    const bin = Math.min(BINS - 1, Math.floor(share * BINS));
    gaps[bin] = (gaps[bin] as number) + share - Number(holds);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / forecasts.length;
}
