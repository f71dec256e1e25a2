import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { CASE_COLUMN } from '../../../columns/case-column.ts';
import type { Patches } from '../../../columns/patches.ts';
import { IN_SET, setColumn } from '../../../columns/set-column.ts';
import { findAnswers, findSimilarSets } from '../../../engine/question/search-service.ts';
import { selectedQueryStore } from '../../../engine/question/selected-query.ts';
import type { PatchAnswer, SetHit, SetQuestion, SetSearchResult } from '../../../search/cases/set-search.ts';
import type { SetKind } from '../../../search/cases/sets.ts';
import { NO_FILTER } from '../../../search/hits.ts';
import type { SetQueryId } from '../../../ui/routes.ts';
import { type Task, useTask } from '../../../ui/use-task.ts';

/** What a person may change about a search with a set. */
export interface SetOptions {
  /** What is found. */
  readonly kind: SetKind | 'patch';
  readonly sameSource: boolean;
  readonly bothWays: boolean;
  /** Whether all patches of a large set ask, and not a few that stand for them. */
  readonly isExact: boolean;
  /** Whether distances are those that labels have taught. */
  readonly learned: boolean;
  readonly n: number;
}

/** So many patches of a larger set stand for it, unless a person wants them all. */
export const REPRESENTATIVES = 64;

/** The patches of a set that is searched with, ascending; none where it is not there any more. */
export function useQueryIds(patches: Patches, queryId: SetQueryId): Uint32Array<ArrayBuffer> {
  const selection = useStore(selectedQueryStore);
  return useMemo(() => {
    const { table } = patches;
    if (queryId.of === 'selection') {
      const isOwn = selection.collectionId === table.collectionId;
      return Uint32Array.from(isOwn ? selection.ids.filter((id) => table.has(id)) : []);
    }
    const column = table.column(columnOf(queryId));
    const word = queryId.of === 'set' ? IN_SET : queryId.name;
    const code = column?.kind === 'category' ? column.codeOf(word) : undefined;
    const ids: number[] = [];
    if (column?.kind !== 'category' || code === undefined) return Uint32Array.from(ids);
    for (let id = 0; id < table.end; id++) if (column.codeAt(id) === code && table.has(id)) ids.push(id);
    return Uint32Array.from(ids);
  }, [patches, queryId, selection]);
}

function columnOf(queryId: Exclude<SetQueryId, { of: 'selection' }>): string {
  if (queryId.of === 'set') return setColumn(queryId.name);
  return queryId.of === 'case' ? CASE_COLUMN : 'slide';
}

/** The question that a set and the options make. @param kind What is to be found. */
export function questionOf(ids: Uint32Array<ArrayBuffer>, options: SetOptions, kind: SetKind): SetQuestion {
  const { sameSource, bothWays, isExact, learned } = options;
  return {
    ...{ ids, kind, sameSource, bothWays, learned, filter: NO_FILTER },
    ...(!isExact && ids.length > REPRESENTATIVES && { representatives: REPRESENTATIVES }),
  };
}

/** Slides or cases, or patches. */
export type SetAnswer = Pick<SetSearchResult, 'searched' | 'queries'> & {
  readonly hits: readonly SetHit[];
  readonly patches?: readonly PatchAnswer[];
};

/** @param key Names the set and what is known of the collection. */
export function useSetSearch(
  key: string,
  ids: Uint32Array<ArrayBuffer>,
  options: SetOptions,
): Task<SetAnswer> & { readonly share: number } {
  const [share, setShare] = useState(0);
  const name = ids.length === 0 ? undefined : JSON.stringify([key, ids.length, options]);
  const task = useTask(name, async (signal): Promise<SetAnswer> => {
    setShare(0);
    const { kind, n } = options;
    if (kind === 'patch') {
      // Each patch of the query scans the collection: those that stand for the others do.
      const {
        kind: _kind,
        bothWays: _bothWays,
        ...question
      } = questionOf(ids, { ...options, isExact: false, learned: false }, 'case');
      const { hits: patches, ...found } = await findAnswers({ ...question, n }, signal);
      return { ...found, hits: [], patches };
    }
    return findSimilarSets({ ...questionOf(ids, options, kind), n }, signal, (done) => {
      if (!signal.aborted) setShare(done);
    });
  });
  return { ...task, share };
}
