import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Patches } from '../../../columns/patches.ts';
import { similarStore } from '../similar-store.ts';
import { type Examples, noExamples, withExample, withoutExample, withoutMissing } from './examples.ts';

export interface ExampleActions {
  readonly examples: Examples;
  addPositive(patchId: number): void;
  addNegative(patchId: number): void;
  remove(patchId: number): void;
  combine(combination: Examples['combination']): void;
}

/** The examples of the query at `address`, as far as they are there, and what can be done with them. */
export function useExamples(address: string, patches: Patches): ExampleActions {
  const kept = useStore(similarStore, (state) => state.examples);
  const examples = useMemo(
    () => (kept?.address === address ? withoutMissing(kept, (id) => patches.table.has(id)) : noExamples(address)),
    [kept, address, patches],
  );
  const change = (changed: Examples) => similarStore.setState({ examples: changed });
  return {
    examples,
    addPositive: (patchId) => change(withExample(examples, 'positives', patchId)),
    addNegative: (patchId) => change(withExample(examples, 'negatives', patchId)),
    remove: (patchId) => change(withoutExample(examples, patchId)),
    combine: (combination) => change({ ...examples, combination }),
  };
}
