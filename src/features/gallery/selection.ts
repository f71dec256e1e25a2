import { positionOf } from '../../columns/ascending.ts';

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
 * @param shown Ids of the patches shown, ascending, `id` among them.
 * @param from Where the range begins if the anchor is not shown.
 * @param keeps Whether what is selected stays so; otherwise the range takes its place.
 */
export function selectRange(
  { ids, anchor }: Selection,
  shown: Uint32Array,
  { id, from, keeps }: { id: number; from: number; keeps: boolean },
): Selection {
  const start = anchor !== undefined && positionOf(shown, anchor) >= 0 ? anchor : from;
  const ends = [positionOf(shown, start), positionOf(shown, id)];
  const range = shown.subarray(Math.min(...ends), Math.max(...ends) + 1);
  return { ids: new Set(keeps ? [...ids, ...range] : range), anchor: start };
}

export function selectAll(shown: Uint32Array): Selection {
  return { ids: new Set(shown), anchor: undefined };
}

/** Lets go what is not shown any more, so that nothing out of sight is changed; the very same when all of it is shown. */
export function keepShown(selection: Selection, shown: Uint32Array): Selection {
  const kept = [...selection.ids].filter((id) => positionOf(shown, id) >= 0);
  return kept.length === selection.ids.size ? selection : { ...selection, ids: new Set(kept) };
}
