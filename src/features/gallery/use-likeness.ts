import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { NumberColumn } from '../../columns/number-column.ts';
import type { Patches } from '../../columns/patches.ts';
import { questionStore } from '../../engine/question/question-store.ts';
import { measureDistances } from '../../engine/question/search-service.ts';

/** The name under which the gallery has the distance of each patch from the query. No header begins like this. */
export const LIKENESS = ':likeness';

/** The distance of every patch from the query on the screen, while it is wanted; undefined without a query, or until it is measured. */
export function useLikeness(patches: Patches, isWanted: boolean): NumberColumn | undefined {
  const current = useStore(questionStore, (state) => state.current);
  const [measured, setMeasured] = useState<{ readonly key: string; readonly column: NumberColumn }>();
  const { table, version } = patches;
  const key = isWanted && current ? `${table.collectionId} ${current.key} ${version}` : undefined;
  useEffect(() => {
    if (key === undefined || !current) return;
    const measuring = new AbortController();
    const ids = Uint32Array.from({ length: table.end }, (_, id) => id).filter((id) => table.has(id));
    measureDistances(current.question, ids, current.learned, measuring.signal).then(
      (distances) => {
        const values = new Float64Array(table.end).fill(Number.NaN);
        for (let at = 0; at < ids.length; at++) values[ids[at] as number] = distances[at] as number;
        setMeasured({ key, column: NumberColumn.of(values) });
      },
      // The list of hits, which searches with the same query, says what is wrong.
      () => {},
    );
    return () => measuring.abort();
  }, [key, current, table]);
  // The former order stays until the next is there.
  return isWanted && current ? measured?.column : undefined;
}
