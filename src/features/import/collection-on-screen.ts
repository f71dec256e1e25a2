import { currentCollection } from '../../engine/collection/open-collection-store.ts';
import { collectionPath } from '../../ui/routes.ts';

/** The id of the collection that the screen is about. One stays open behind other screens, and does not count there. */
export function collectionOnScreen(): string | undefined {
  const open = currentCollection();
  return open && location.hash.startsWith(`#${collectionPath(open.collection.id)}`) ? open.collection.id : undefined;
}
