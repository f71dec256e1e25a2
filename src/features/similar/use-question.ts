import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Query } from '../../engine/search/hits.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import type { Examples } from './examples.ts';
import type { QueryView } from './query-view.ts';
import { similarStore } from './similar-store.ts';
import type { Question } from './use-similar.ts';

/** The question that the query, its examples and the chosen options make; undefined while it cannot be asked yet. */
export function useQuestion(
  { sourceRule }: CollectionRecord,
  query: QueryView,
  { likes, unlikes, combination }: Examples,
): Question | undefined {
  const { n, sameSource, onePerSource, filter } = useStore(similarStore, (state) => state.options);
  const patchId = query.kind === 'patch' ? query.patch.id : undefined;
  const image = query.kind === 'outside' ? query.image : undefined;
  return useMemo(() => {
    const own = queryOf(patchId, image);
    if (!own) return undefined;
    const hasSources = sourceRule.kind !== 'file';
    const options = {
      n,
      sameSource: sameSource || !hasSources,
      onePerSource: onePerSource && hasSources,
      filter,
    };
    const name = image ? `image ${image.serial}` : `patch ${patchId}`;
    const key = JSON.stringify([name, likes, unlikes, combination, options, sourceRule]);
    const toQueries = (ids: readonly number[]) => ids.map((id) => ({ patchId: id }));
    const question = { likes: [own, ...toQueries(likes)], unlikes: toQueries(unlikes), combination };
    return { key, question, options };
  }, [n, sameSource, onePerSource, filter, sourceRule, patchId, image, likes, unlikes, combination]);
}

function queryOf(
  patchId: number | undefined,
  image: Extract<QueryView, { kind: 'outside' }>['image'] | undefined,
): Query | undefined {
  if (patchId !== undefined) return { patchId };
  return image?.progress.status === 'ready' ? { barcode: image.progress.barcode } : undefined;
}
