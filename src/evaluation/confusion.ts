import type { Judged } from './retrieval.ts';

/** `counts[t][p]` patches of label t were taken for label p; rows and columns in the order of `labels`. */
export interface Confusion {
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** Queries without references are in no column. */
export function confusionOf(retrievals: readonly Judged[], labels: readonly string[]): Confusion {
  const places = new Map(labels.map((label, at) => [label, at]));
  const counts = labels.map(() => labels.map(() => 0));
  for (const { truth, predicted } of retrievals) {
    const row = counts[places.get(truth) ?? -1];
    const column = predicted === undefined ? undefined : places.get(predicted);
    if (row && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return { labels, counts };
}
