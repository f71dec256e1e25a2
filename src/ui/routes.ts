/** Addresses of the page, behind the hash: a query has its own, so that the browser's history is the way back. */

export const START_PATH = '/';
export const SETTINGS_PATH = '/settings';

export function collectionPath(collectionId: string): string {
  return `/c/${encodeURIComponent(collectionId)}`;
}

/** The collection with a patch as the query. */
export function patchPath(collectionId: string, patchId: number): string {
  return `${collectionPath(collectionId)}/p/${patchId}`;
}

/** How well the collection retrieves its own labels. */
export function evaluatePath(collectionId: string): string {
  return `${collectionPath(collectionId)}/evaluate`;
}

/** The collection with an image from outside as the query. */
export function askPath(collectionId: string): string {
  return `${collectionPath(collectionId)}/ask`;
}
