import { tFor95 } from './student-t.ts';

/** The 95 % interval of a figure. */
export type Interval = readonly [low: number, high: number];

/**
 * The 95 % interval of a figure over units (slides, cases) that are independent of one another, while the patches of a unit
 * need not be: the delete-one-unit jackknife, whose standard error is sqrt((G - 1) / G * sum of (estimate without unit g -
 * estimate)^2), with Student's t of G - 1 degrees of freedom, which is wide where units are few (CR3 in MacKinnon, Nielsen
 * and Webb, Journal of Econometrics 232, 2023). For the mean of single patches it is the interval of the paired t test.
 *
 * @param without The figure without each unit in turn.
 * @returns Null for fewer than two units, or where the figure has no value.
 */
export function jackknifeInterval(estimate: number | null, without: readonly (number | null)[]): Interval | null {
  const defined = without.filter((value) => value !== null);
  const units = defined.length;
  if (estimate === null || units < 2) return null;
  const squares = defined.reduce((sum, value) => sum + (value - estimate) ** 2, 0);
  const reach = tFor95(units - 1) * Math.sqrt(((units - 1) / units) * squares);
  return [estimate - reach, estimate + reach];
}
