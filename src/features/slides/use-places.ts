import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import type { SlideArea } from '../../base/slide.ts';
import type { Patches } from '../../columns/patches.ts';
import { questionStore } from '../../engine/question/question-store.ts';
import type { QueryId } from '../../ui/routes.ts';

/** What of the query and its hits lies on a slide, in pixels of level 0. */
export interface Places {
  readonly query: SlideArea | undefined;
  readonly hits: readonly SlideArea[];
  /** Of a patch; undefined for patches that lie elsewhere. */
  areaOf(patchId: number | undefined): SlideArea | undefined;
}

export function usePlaces(patches: Patches, slidePath: string, queryId: QueryId | undefined): Places {
  const found = useStore(questionStore, (state) => state.current?.hits);
  const areaOf = useCallback(
    (id: number | undefined) => {
      if (id === undefined || patches.table.slide.wordAt(id) !== slidePath) return undefined;
      return patches.table.areaAt(id);
    },
    [patches, slidePath],
  );
  const query = useMemo(() => {
    if (queryId?.kind === 'region') return queryId.slidePath === slidePath ? queryId.area : undefined;
    return queryId?.kind === 'patch' ? areaOf(queryId.patchId) : undefined;
  }, [queryId, areaOf, slidePath]);
  const hits = useMemo(() => (found ?? []).flatMap(({ patchId }) => areaOf(patchId) ?? []), [found, areaOf]);
  return { query, hits, areaOf };
}
