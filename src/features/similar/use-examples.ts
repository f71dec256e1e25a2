import { useStore } from 'zustand';
import { type Examples, noExamples, withExample, withoutExample } from './examples.ts';
import { similarStore } from './similar-store.ts';

export interface ExampleActions {
  readonly examples: Examples;
  addLike(patchId: number): void;
  addUnlike(patchId: number): void;
  remove(patchId: number): void;
  combine(combination: Examples['combination']): void;
}

/** The examples of the query at `address`, and what can be done with them. */
export function useExamples(address: string): ExampleActions {
  const kept = useStore(similarStore, (state) => state.examples);
  const examples = kept?.address === address ? kept : noExamples(address);
  const change = (changed: Examples) => similarStore.setState({ examples: changed });
  return {
    examples,
    addLike: (patchId) => change(withExample(examples, 'likes', patchId)),
    addUnlike: (patchId) => change(withExample(examples, 'unlikes', patchId)),
    remove: (patchId) => change(withoutExample(examples, patchId)),
    combine: (combination) => change({ ...examples, combination }),
  };
}
