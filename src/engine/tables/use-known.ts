import { useMemo } from 'react';
import type { Patch } from '../../columns/patch-chunk.ts';
import { type JoinedColumn, joinedColumns, wordsOf } from '../../columns/table-columns.ts';
import { useOpened } from '../collection/open-collection-store.ts';

/** What a column says of a patch. */
export interface Known {
  readonly name: string;
  readonly words: string;
}

/** The columns of all tables that are attached to the open collection. */
export function useTableColumns(collectionId: string): readonly JoinedColumn[] {
  const tables = useOpened(collectionId, ({ collection }) => collection.tables);
  return useMemo(() => joinedColumns(tables), [tables]);
}

/** The columns that a person wants to see beside a case: all but the one that names it. */
export function useShownBesideCases(collectionId: string): readonly JoinedColumn[] {
  const rule = useOpened(collectionId, ({ collection }) => collection.sourceRule);
  const columns = useTableColumns(collectionId);
  return columns.filter(({ name, isShown }) => isShown && !(rule?.kind === 'column' && rule.column === name));
}

/** What the columns that a person wants to see say of a patch. */
export function useKnown(patch: Patch): readonly Known[] {
  const columns = useTableColumns(patch.collectionId);
  // Each hit asks: without tables none is drawn again with every patch that comes.
  const table = useOpened(patch.collectionId, ({ patches }) => (columns.length > 0 ? patches : undefined))?.table;
  if (!table) return [];
  return columns.flatMap((column) => {
    const words = column.isShown ? wordsOf(table, column, patch.id) : undefined;
    return words === undefined ? [] : [{ name: column.name, words }];
  });
}
