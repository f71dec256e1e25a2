import type { JsonReport } from '../../src/engine/evaluation/report-json.ts';
import { evennessWords } from '../../src/evaluation/evenness.ts';

/** How evenly the queries of a report lie among labels and sources, in words. */
export function evennessOf({ confusion, per_source }: Pick<JsonReport, 'confusion' | 'per_source'>): string {
  return evennessWords({
    labels: confusion.counts.map((row) => row.reduce((sum, count) => sum + count, 0)),
    sources: per_source.map(({ n }) => n),
  });
}
