import { useEffect } from 'react';
import { useStore } from 'zustand';
import { type Asked, follow } from './query-trail.ts';
import { similarStore } from './similar-store.ts';

/** Puts the present query on the trail, and gives those before it, oldest first. */
export function useQueryTrail(collectionId: string, patchId: number | undefined): readonly Asked[] {
  const trail = useStore(similarStore, (state) => state.trail);
  useEffect(() => {
    similarStore.setState((state) => ({ trail: follow(state.trail, collectionId, askedWith(patchId)) }));
  }, [collectionId, patchId]);
  // When the panel has no query any more, the next one starts a new trail.
  useEffect(() => {
    return () => {
      similarStore.setState({ trail: undefined });
    };
  }, []);
  return follow(trail, collectionId, askedWith(patchId)).steps.slice(0, -1);
}

function askedWith(patchId: number | undefined): Asked {
  return patchId === undefined ? { kind: 'outside' } : { kind: 'patch', patchId };
}
