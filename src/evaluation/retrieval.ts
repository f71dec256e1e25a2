import { voteOf } from '../barcode/vote.ts';

/** What one query retrieved. */
export interface Retrieval {
  readonly truth: string;
  /** The fold in which it was a query. */
  readonly fold: number;
  /** Labels of the patches retrieved, nearest first; fewer than wanted where there were fewer references. */
  readonly retrieved: readonly string[];
  /** References, and how many of them have the query's label. */
  readonly references: number;
  readonly relevant: number;
}

/** The same with the label that its nearest voted for. */
export interface Judged extends Retrieval {
  /** Undefined when it had no reference. */
  readonly predicted: string | undefined;
  readonly isRight: boolean;
  /** Labels of those that voted. */
  readonly voters: readonly string[];
}

/** @param n How many of the nearest vote. */
export function judge(retrieval: Retrieval, n: number): Judged {
  const predicted = voteOf(retrieval.retrieved, n)?.label;
  return { ...retrieval, predicted, isRight: predicted === retrieval.truth, voters: retrieval.retrieved.slice(0, n) };
}
