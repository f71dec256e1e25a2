/** How well whole cases find cases of their own class: leave-one-case-out, each case a query as a set of patches. */
import { VOTERS } from '../barcode/vote.ts';
import { judge, type Retrieval } from './retrieval.ts';
import { type SpreadFigures, spreadFigures } from './spread.ts';

/** A case that was a query, and the cases nearest to it. */
export interface CaseQuery {
  readonly name: string;
  /** What most of its patches have. */
  readonly label: string;
  readonly patches: number;
  /** Other cases that have a label, nearest first. */
  readonly hits: readonly { readonly name: string; readonly label: string; readonly distance: number }[];
  /** Milliseconds that the search took. */
  readonly milliseconds: number;
}

export interface JudgedCase extends CaseQuery {
  /** What the nearest three voted for; undefined where nothing was found. */
  readonly predicted: string | undefined;
}

export interface CaseFigures {
  readonly cases: readonly JudgedCase[];
  /** Units are cases; macro F1 and balanced accuracy are of the vote of three. */
  readonly figures: SpreadFigures;
}

/** @param queries All cases that have a label. */
export function caseFigures(queries: readonly CaseQuery[]): CaseFigures {
  const counts = new Map<string, number>();
  for (const { label } of queries) counts.set(label, (counts.get(label) ?? 0) + 1);
  const retrievals = queries.map(
    ({ label, hits }, fold): Retrieval => ({
      truth: label,
      fold,
      retrieved: hits.map((hit) => hit.label),
      references: queries.length - 1,
      relevant: (counts.get(label) ?? 1) - 1,
    }),
  );
  return {
    cases: queries.map((query, at) => ({ ...query, predicted: judge(retrievals[at] as Retrieval, VOTERS).predicted })),
    figures: spreadFigures(
      retrievals,
      VOTERS,
      queries.map(({ name }) => name),
    ),
  };
}
