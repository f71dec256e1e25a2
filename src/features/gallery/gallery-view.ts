/** What the gallery shows of a collection and in which order, as it stands in the address: a reload and a second tab agree. */
import { useMemo } from 'react';
import * as v from 'valibot';
import { parseOr } from '../../base/parse.ts';
import { NO_FILTER, type PatchFilter } from '../../columns/filter.ts';
import { LONGEST } from '../../library/facts.ts';
import { currentHashView, setHashView, useHashView } from '../../ui/hash-location.ts';

const SORT_ORDERS = ['added', 'path', 'label', 'slide'] as const;

/** The order in which they were added, that of their paths, or a column of `PatchTable`. */
export type SortBy = (typeof SORT_ORDERS)[number];

export interface GalleryView {
  readonly filter: PatchFilter;
  readonly sortBy: SortBy;
}

const FIRST: GalleryView = { filter: NO_FILTER, sortBy: 'added' };

const filterSchema = v.object({
  text: v.fallback(v.pipe(v.string(), v.maxLength(LONGEST.typed)), NO_FILTER.text),
  labels: v.fallback(v.array(v.pipe(v.string(), v.maxLength(LONGEST.label))), [...NO_FILTER.labels]),
  folder: v.fallback(v.optional(v.pipe(v.string(), v.maxLength(LONGEST.path))), NO_FILTER.folder),
});

const viewSchema = v.object({ filter: filterSchema, sortBy: v.fallback(v.picklist(SORT_ORDERS), FIRST.sortBy) });

export function useGalleryView(): GalleryView {
  const written = useHashView();
  return useMemo(() => parseView(written), [written]);
}

export function changeFilter(change: Partial<PatchFilter>): void {
  const { filter, sortBy } = parseView(currentHashView());
  setHashView(writeView({ filter: { ...filter, ...change }, sortBy }));
}

export function clearFilter(): void {
  changeFilter(NO_FILTER);
}

export function setSortBy(sortBy: SortBy): void {
  const { filter } = parseView(currentHashView());
  setHashView(writeView({ filter, sortBy }));
}

/** What cannot be read counts as not written. */
export function parseView(written: string): GalleryView {
  const parts = new URLSearchParams(written);
  const filter = {
    text: parts.get('name') ?? undefined,
    labels: parts.getAll('label'),
    folder: parts.get('folder') ?? undefined,
  };
  const { filter: read, sortBy } = parseOr(viewSchema, { filter, sortBy: parts.get('sort') ?? undefined }, FIRST);
  return { filter: { ...read, folder: read.folder }, sortBy };
}

/** Empty for everything in the order in which it was added. */
export function writeView({ filter: { text, labels, folder }, sortBy }: GalleryView): string {
  const parts = new URLSearchParams();
  if (text !== '') parts.set('name', text);
  for (const label of labels) parts.append('label', label);
  if (folder !== undefined) parts.set('folder', folder);
  if (sortBy !== FIRST.sortBy) parts.set('sort', sortBy);
  return parts.toString();
}
