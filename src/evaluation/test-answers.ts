/** Answers for tests. */
import type { Answer } from './answers.ts';

/** `retrieved` is one letter a patch found, nearest first; whether more of the label could be found is not in question. */
export function answer(fold: number, truth: string, retrieved: string, rest: Partial<Answer> = {}): Answer {
  const labels = [...retrieved];
  const relevant = labels.filter((label) => label === truth).length;
  return { fold, truth, retrieved: labels, references: labels.length, relevant, ...rest };
}
