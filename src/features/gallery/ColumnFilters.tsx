import ListFilter from 'lucide-react/icons/list-filter';
import { useRef, useState } from 'react';
import { CASE_COLUMN } from '../../columns/case-column.ts';
import { facetsOf } from '../../columns/facets.ts';
import type { ColumnFilter } from '../../columns/filter.ts';
import type { Patches } from '../../columns/patches.ts';
import { IN_SET, setColumn, setOfColumn } from '../../columns/set-column.ts';
import { isCategory } from '../../columns/table-columns.ts';
import { useNamedSets } from '../../engine/collection/named-sets.ts';
import { useTableColumns } from '../../engine/tables/use-known.ts';
import { Button } from '../../ui/Button.tsx';
import { FacetMenu } from '../../ui/FacetMenu.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { changeFilter } from './gallery-view.ts';

interface Props {
  patches: Patches;
  filters: readonly ColumnFilter[];
}

/** Narrows down by case, by any category of an attached table and by set; nothing where there is none. */
export function ColumnFilters({ patches, filters }: Props) {
  const told = useTableColumns(patches.table.collectionId).filter(isCategory);
  const sets = useNamedSets(patches.table.collectionId);
  const columns: readonly { readonly name: string; readonly title: string }[] = [
    ...(patches.table.column(CASE_COLUMN) ? [{ name: CASE_COLUMN, title: 'Case' }] : []),
    ...told.map(({ name }) => ({ name, title: name })),
    ...sets.map(({ name }) => ({ name: setColumn(name), title: name })),
  ];
  const [added, setAdded] = useState<readonly string[]>([]);
  const isAdding = useRef(false);
  if (columns.length === 0) return null;
  const inUse = columns.filter(({ name }) => added.includes(name) || filters.some(({ column }) => column === name));
  const further = columns.filter((column) => !inUse.includes(column));
  const change = (column: string, values: readonly string[]) => {
    const others = filters.filter((filter) => filter.column !== column);
    changeFilter({ columns: values.length > 0 ? [...others, { column, values }] : others });
  };
  const add = (column: string) => {
    // Whoever chooses a set wants to see it.
    if (setOfColumn(column) !== undefined) return change(column, [IN_SET]);
    isAdding.current = true;
    setAdded([...added, column]);
  };
  return (
    <>
      {inUse.map(({ name, title }) => {
        const column = patches.table.column(name);
        return (
          <FacetMenu
            key={name}
            label={title}
            facets={column?.kind === 'category' ? facetsOf(column, patches.count) : []}
            chosen={filters.find((filter) => filter.column === name)?.values ?? []}
            multiple
            emptyName={setOfColumn(name) === undefined ? 'Not known' : `Not in “${title}”`}
            nameOf={setOfColumn(name) === undefined ? undefined : () => `In “${title}”`}
            startsOpen={added.at(-1) === name}
            onChange={(values) => change(name, values)}
          />
        );
      })}
      {further.length > 0 ? (
        <Menu
          // What is added opens, and would close again if the focus left it.
          onCloseAutoFocus={(event) => {
            if (isAdding.current) event.preventDefault();
            isAdding.current = false;
          }}
          trigger={
            <Button variant="quiet" icon={<ListFilter />}>
              Filter
            </Button>
          }
        >
          {further.map(({ name, title }) => (
            <MenuItem key={name} onSelect={() => add(name)}>
              {title}
            </MenuItem>
          ))}
        </Menu>
      ) : null}
    </>
  );
}
