import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { QueryId } from '../../../ui/routes.ts';
import { similarStore } from '../similar-store.ts';
import { follow } from './query-trail.ts';

/**
 * Puts the present query on the trail, and gives those before it, oldest first.
 * @param queryId Stable.
 */
export function useQueryTrail(collectionId: string, queryId: QueryId): readonly QueryId[] {
  const trail = useStore(similarStore, (state) => state.trail);
  useEffect(() => {
    similarStore.setState((state) => ({ trail: follow(state.trail, collectionId, queryId) }));
  }, [collectionId, queryId]);
  // When the panel has no query any more, the next one starts a new trail.
  useEffect(() => {
    return () => {
      similarStore.setState({ trail: undefined });
    };
  }, []);
  return follow(trail, collectionId, queryId).steps.slice(0, -1);
}
