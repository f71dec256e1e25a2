import { createStore } from 'zustand/vanilla';

/** Something that a person did to patches and that can be undone. */
export interface Act {
  /** Rises from act to act. */
  readonly id: number;
  readonly collectionId: string;
  readonly change: { readonly kind: 'deleted' } | { readonly kind: 'relabelled'; readonly label: string };
  /** The patches it changed. */
  readonly patchIds: readonly number[];
}

export interface UndoState {
  /** Oldest first; the last one of a collection is undone first. */
  readonly acts: readonly Act[];
  /** The act undone last, and how many patches that changed; until the next one. */
  readonly undone: { readonly act: Act; readonly patches: number } | undefined;
}

export const undoStore = createStore<UndoState>(() => ({ acts: [], undone: undefined }));

export function lastActOf({ acts }: UndoState, collectionId: string): Act | undefined {
  return acts.findLast((act) => act.collectionId === collectionId);
}
