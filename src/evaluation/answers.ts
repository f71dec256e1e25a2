import { voteOf } from '../barcode/vote.ts';

/** What came of asking with one patch. */
export interface Answer {
  readonly truth: string;
  /** The fold in which it asked. */
  readonly fold: number;
  /** Labels of the patches retrieved, nearest first; fewer than wanted where fewer were allowed to answer. */
  readonly retrieved: readonly string[];
  /** Patches that were allowed to answer, and how many of them have the asking one's label. */
  readonly references: number;
  readonly relevant: number;
}

/** An answer with what its nearest voted for. */
export interface Judged extends Answer {
  /** Undefined when nothing was allowed to answer. */
  readonly predicted: string | undefined;
  readonly isRight: boolean;
  /** Labels of those that voted. */
  readonly voters: readonly string[];
}

/** @param n How many of the nearest vote. */
export function judge(answer: Answer, n: number): Judged {
  const predicted = voteOf(answer.retrieved, n)?.label;
  return { ...answer, predicted, isRight: predicted === answer.truth, voters: answer.retrieved.slice(0, n) };
}
