import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { CollectionRecord } from '../../library/schema.ts';
import type { QueryView } from './query-view.ts';
import { similarStore } from './similar-store.ts';
import type { Question } from './use-similar.ts';

/** The question that the query and the chosen options make; undefined while it cannot be asked yet. */
export function useQuestion(collection: CollectionRecord, query: QueryView, isLoaded: boolean): Question | undefined {
  const options = useStore(similarStore, (state) => state.options);
  const { sourceRule } = collection;
  const patchId = query.kind === 'patch' ? query.patch.id : undefined;
  const image = query.kind === 'outside' ? query.image : undefined;
  return useMemo(() => {
    if (!isLoaded) return undefined;
    const asked = { n: options.n, sameSource: options.sameSource || sourceRule.kind === 'file' };
    const keyFor = (name: string) => JSON.stringify([name, asked, sourceRule]);
    if (patchId !== undefined) return { key: keyFor(`patch ${patchId}`), query: { patchId }, options: asked };
    if (image?.progress.status !== 'ready') return undefined;
    return { key: keyFor(`image ${image.serial}`), query: { barcode: image.progress.barcode }, options: asked };
  }, [isLoaded, options, sourceRule, patchId, image]);
}
