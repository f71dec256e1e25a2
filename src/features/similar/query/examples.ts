import type { Combination } from '../../../search/hits.ts';

/** Examples that a person added to a query: positive and negative ones. */
export interface Examples {
  /** Address of the query that they were added to; with another query they are forgotten. */
  readonly address: string;
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
  readonly combination: Combination;
}

/** Most that can be added to a query; more would say little that these do not. */
export const MOST_ADDED = 10;

/** Always the same, so that a question without examples stays the same too. */
const NONE: readonly number[] = [];

export function noExamples(address: string): Examples {
  return { address, positives: NONE, negatives: NONE, combination: 'mean' };
}

/** The examples with one more on either side; one that is on the other side changes sides. */
export function withExample(examples: Examples, side: 'positives' | 'negatives', patchId: number): Examples {
  const without = withoutExample(examples, patchId);
  if (without.positives.length + without.negatives.length >= MOST_ADDED) return examples;
  return { ...without, [side]: [...without[side], patchId] };
}

/** The examples without patches that have been deleted; the very same when there are none. */
export function withoutMissing(examples: Examples, isThere: (patchId: number) => boolean): Examples {
  const missing = [...examples.positives, ...examples.negatives].filter((id) => !isThere(id));
  return missing.reduce(withoutExample, examples);
}

export function withoutExample(examples: Examples, patchId: number): Examples {
  const isOther = (id: number) => id !== patchId;
  return { ...examples, positives: examples.positives.filter(isOther), negatives: examples.negatives.filter(isOther) };
}
