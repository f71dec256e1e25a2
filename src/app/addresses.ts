import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Patch } from '../columns/patch-chunk.ts';
import { currentCollection, openCollectionStore } from '../engine/collection/open-collection-store.ts';
import type { Addresses } from '../features/similar/addresses.ts';
import { slidePathOf } from '../library/patch-path.ts';
import { type QueryId, queryPath, type SlideView, slidePath } from '../ui/routes.ts';
import { collectionOf, queryIdOf, type Route } from './route.ts';

/**
 * Where the look-alikes' links lead beside the gallery or a slide. Changes only when the address or the query's slide does.
 * @param route Stable.
 */
export function useAddresses(route: Route): Addresses {
  const ownSlide = useSlideOf(queryIdOf(route));
  return useMemo(() => {
    const collectionId = collectionOf(route) ?? '';
    const queryId = queryIdOf(route);
    return route.screen === 'slide'
      ? besideSlide(collectionId, route.view, ownSlide)
      : besideGallery(collectionId, queryId, ownSlide);
  }, [route, ownSlide]);
}

function besideGallery(collectionId: string, queryId: QueryId | undefined, ownSlide: string | undefined): Addresses {
  const onSlide = (patch: Patch, isBeside: boolean) => placeOn(collectionId, patch, { queryId, isBeside });
  return {
    of: (next) => queryPath(collectionId, next),
    placeOf: (patch) => onSlide(patch, false),
    besideOf: (patch) => (ownSlide === undefined ? undefined : onSlide(patch, true)),
    shownId: undefined,
    showsPlaces: false,
  };
}

/** A query opens its own slide where it has one; a hit opens its slide at its place, and the query stays. */
function besideSlide(collectionId: string, view: SlideView, ownSlide: string | undefined): Addresses {
  const { queryId, isBeside } = view;
  return {
    of: (next) => slidePath(collectionId, { slidePath: slideOf(next) ?? view.slidePath, queryId: next }),
    placeOf: (patch) => placeOn(collectionId, patch, { queryId, isBeside }),
    besideOf: (patch) =>
      ownSlide === undefined ? undefined : placeOn(collectionId, patch, { queryId, isBeside: true }),
    shownId: view.shownId,
    showsPlaces: true,
  };
}

function placeOn(
  collectionId: string,
  patch: Patch,
  view: Pick<SlideView, 'queryId' | 'isBeside'>,
): string | undefined {
  const path = slidePathOf(patch);
  return path === undefined ? undefined : slidePath(collectionId, { ...view, slidePath: path, shownId: patch.id });
}

function useSlideOf(queryId: QueryId | undefined): string | undefined {
  return useStore(openCollectionStore, () => slideOf(queryId));
}

/** The slide that a query lies on, if it lies on one. */
function slideOf(queryId: QueryId | undefined): string | undefined {
  if (queryId?.kind === 'region') return queryId.slidePath;
  return queryId?.kind === 'patch' ? currentCollection()?.patches.table.slide.wordAt(queryId.patchId) : undefined;
}
