/** Retrievals for tests. */
import type { Retrieval } from './retrieval.ts';

/** `retrieved` is one letter a patch found, nearest first; whether more of the label could be found is not in question. */
export function retrieval(fold: number, truth: string, retrieved: string, rest: Partial<Retrieval> = {}): Retrieval {
  const labels = [...retrieved];
  const relevant = labels.filter((label) => label === truth).length;
  return { fold, truth, retrieved: labels, references: labels.length, relevant, ...rest };
}
