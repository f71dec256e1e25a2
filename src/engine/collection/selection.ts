/** The one selection of patches: made in the gallery or among hits, seen in both. */
import { createStore } from 'zustand/vanilla';
import type { Arranged } from '../../columns/arrangement.ts';

/** Patches picked out to be changed together. */
export interface Selection {
  readonly ids: ReadonlySet<number>;
  /** Where a range begins: the patch that was picked last, but for ranges. */
  readonly anchor: number | undefined;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: undefined };

/** Takes a patch in, or out again. */
export function toggle({ ids }: Selection, id: number): Selection {
  const toggled = new Set(ids);
  if (!toggled.delete(id)) toggled.add(id);
  return { ids: toggled, anchor: id };
}

/**
 * Selects all from the anchor to `id`, both included, as they stand in `shown`.
 * @param shown The patches shown, `id` among them.
 * @param from Where the range begins if the anchor is not shown.
 * @param keeps Whether what is selected stays so; otherwise the range takes its place.
 */
export function selectRange(
  { ids, anchor }: Selection,
  shown: Arranged,
  { id, from, keeps }: { id: number; from: number; keeps: boolean },
): Selection {
  const start = anchor !== undefined && shown.positionOf(anchor) >= 0 ? anchor : from;
  const ends = [shown.positionOf(start), shown.positionOf(id)];
  const range = shown.ids.subarray(Math.min(...ends), Math.max(...ends) + 1);
  return { ids: new Set(keeps ? [...ids, ...range] : range), anchor: start };
}

export function selectAll({ ids }: Arranged): Selection {
  return { ids: new Set(ids), anchor: undefined };
}

/** Lets go what is not shown any more, so that nothing out of sight is changed; the very same when all of it is shown. */
export function keepShown(selection: Selection, shown: Arranged): Selection {
  const kept = [...selection.ids].filter((id) => shown.positionOf(id) >= 0);
  return kept.length === selection.ids.size ? selection : { ...selection, ids: new Set(kept) };
}

export interface SelectionState {
  /** The selection belongs to this collection: another one starts with none. */
  readonly selected: { readonly collectionId: string; readonly selection: Selection } | undefined;
  /** A click selects instead of searching. */
  readonly isSelecting: boolean;
}

export const selectionStore = createStore<SelectionState>(() => ({ selected: undefined, isSelecting: false }));

export function selectionOf({ selected }: SelectionState, collectionId: string): Selection {
  return selected?.collectionId === collectionId ? selected.selection : NOTHING_SELECTED;
}

export function select(collectionId: string, selection: Selection): void {
  selectionStore.setState({ selected: { collectionId, selection } });
}

/** Takes further patches in: hits, say, whether the gallery shows them or not. */
export function selectFurther(collectionId: string, ids: Iterable<number>): void {
  const { ids: before, anchor } = selectionOf(selectionStore.getState(), collectionId);
  select(collectionId, { ids: new Set([...before, ...ids]), anchor });
}

export function clearSelection(): void {
  selectionStore.setState({ selected: undefined });
}

/** Lets a click select, or search again; then nothing is selected any more. */
export function setSelecting(isSelecting: boolean): void {
  selectionStore.setState({ isSelecting, ...(!isSelecting && { selected: undefined }) });
}
