/** A figure over folds. Null stands for what is not defined, as in JSON. */
export interface MeanSd {
  readonly mean: number | null;
  /** Sample deviation (n - 1), null for fewer than two folds. */
  readonly sd: number | null;
}

/** Mean and sample deviation of the values that are defined. */
export function meanSd(values: readonly (number | null)[]): MeanSd {
  const defined = values.filter((value) => value !== null);
  const mean = meanOf(defined);
  if (mean === null || defined.length < 2) return { mean, sd: null };
  const squares = defined.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (defined.length - 1)) };
}

/** The mean of the values that are defined; null when none is. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

/** `part / whole`; null when the whole is nothing. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
