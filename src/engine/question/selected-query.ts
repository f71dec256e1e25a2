/** The patches that were last searched with as a selection: known to this page only, and gone with a reload. */
import { createStore } from 'zustand/vanilla';

export const selectedQueryStore = createStore<{
  readonly collectionId: string | undefined;
  /** Ascending. */
  readonly ids: readonly number[];
}>(() => ({ collectionId: undefined, ids: [] }));

export function searchWithSelection(collectionId: string, ids: Iterable<number>): void {
  selectedQueryStore.setState({ collectionId, ids: [...ids].sort((a, b) => a - b) });
}
