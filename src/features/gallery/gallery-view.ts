/** What the gallery shows of a collection and in which order, as it stands in the address: a reload and a second tab agree. */
import { useMemo } from 'react';
import * as v from 'valibot';
import { parseOr } from '../../base/parse.ts';
import { CASE_COLUMN } from '../../columns/case-column.ts';
import { NO_FILTER, type PatchFilter } from '../../columns/filter.ts';
import { LONGEST } from '../../library/facts.ts';
import { currentHashView, setHashView, useHashView } from '../../ui/hash-location.ts';

export interface GalleryView {
  readonly filter: PatchFilter;
  /** As `Arrangement.sortBy`; a column may be one that is not there, or not yet. */
  readonly sortBy: string;
  /** Whether the patches are shown, or the cases that they make, where they make any. */
  readonly shows: 'patches' | 'cases';
  /** The names of columns of words; undefined groups by nothing, and colours by label. */
  readonly groupBy: string | undefined;
  readonly colourBy: string | undefined;
}

const FIRST: GalleryView = {
  filter: NO_FILTER,
  sortBy: 'added',
  shows: 'patches',
  groupBy: undefined,
  colourBy: undefined,
};

const nameSchema = v.pipe(v.string(), v.nonEmpty(), v.maxLength(LONGEST.name));

const filterSchema = v.object({
  text: v.fallback(v.pipe(v.string(), v.maxLength(LONGEST.typed)), NO_FILTER.text),
  labels: v.fallback(v.array(v.pipe(v.string(), v.maxLength(LONGEST.label))), [...NO_FILTER.labels]),
  folder: v.fallback(v.optional(v.pipe(v.string(), v.maxLength(LONGEST.path))), NO_FILTER.folder),
  columns: v.fallback(
    v.array(v.object({ column: nameSchema, values: v.array(v.pipe(v.string(), v.maxLength(LONGEST.path))) })),
    [...NO_FILTER.columns],
  ),
});

const viewSchema = v.object({
  filter: filterSchema,
  sortBy: v.fallback(nameSchema, FIRST.sortBy),
  shows: v.fallback(v.picklist(['patches', 'cases']), FIRST.shows),
  groupBy: v.fallback(v.optional(nameSchema), FIRST.groupBy),
  colourBy: v.fallback(v.optional(nameSchema), FIRST.colourBy),
});

export function useGalleryView(): GalleryView {
  const written = useHashView();
  return useMemo(() => parseView(written), [written]);
}

export function changeFilter(change: Partial<PatchFilter>): void {
  const { filter, ...view } = parseView(currentHashView());
  setHashView(writeView({ ...view, filter: { ...filter, ...change } }));
}

export function clearFilter(): void {
  changeFilter(NO_FILTER);
}

export function setSortBy(sortBy: string): void {
  setHashView(writeView({ ...parseView(currentHashView()), sortBy }));
}

export function setGroupBy(groupBy: string | undefined): void {
  setHashView(writeView({ ...parseView(currentHashView()), groupBy }));
}

export function setShows(shows: GalleryView['shows']): void {
  setHashView(writeView({ ...parseView(currentHashView()), shows }));
}

/** The patches of one case, among those that the filter lets through. */
export function showCase(name: string): void {
  const { filter, ...view } = parseView(currentHashView());
  const others = filter.columns.filter(({ column }) => column !== CASE_COLUMN);
  const columns = [...others, { column: CASE_COLUMN, values: [name] }];
  setHashView(writeView({ ...view, filter: { ...filter, columns }, shows: 'patches' }));
}

/** What cannot be read counts as not written. */
export function parseView(written: string): GalleryView {
  const parts = new URLSearchParams(written);
  const filter = {
    text: parts.get('name') ?? undefined,
    labels: parts.getAll('label'),
    folder: parts.get('folder') ?? undefined,
    columns: parseColumns(parts),
  };
  const said = {
    filter,
    sortBy: parts.get('sort') ?? undefined,
    shows: parts.get('view') ?? undefined,
    groupBy: parts.get('group') ?? undefined,
    colourBy: parts.get('colour') ?? undefined,
  };
  const { filter: read, groupBy, colourBy, ...view } = parseOr(viewSchema, said, FIRST);
  return { ...view, groupBy, colourBy, filter: { ...read, folder: read.folder } };
}

/** What stands before the name of a column of an attached table. */
const COLUMN = 'is:';

function parseColumns(parts: URLSearchParams): PatchFilter['columns'] {
  const names = new Set([...parts.keys()].filter((key) => key.startsWith(COLUMN)));
  return [...names].map((key) => ({ column: key.slice(COLUMN.length), values: parts.getAll(key) }));
}

/** Empty for everything in the order in which it was added. */
export function writeView(view: GalleryView): string {
  const { filter, sortBy, shows, groupBy, colourBy } = view;
  const { text, labels, folder, columns } = filter;
  const parts = new URLSearchParams();
  if (text !== '') parts.set('name', text);
  for (const label of labels) parts.append('label', label);
  if (folder !== undefined) parts.set('folder', folder);
  for (const { column, values } of columns) for (const value of values) parts.append(`${COLUMN}${column}`, value);
  if (sortBy !== FIRST.sortBy) parts.set('sort', sortBy);
  if (shows !== FIRST.shows) parts.set('view', shows);
  if (groupBy !== undefined) parts.set('group', groupBy);
  if (colourBy !== undefined) parts.set('colour', colourBy);
  return parts.toString();
}
