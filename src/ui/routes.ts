/** Addresses of the page, behind the hash: a query has its own, so that the browser's history is the way back. */
import type { SlideArea } from '../base/slide.ts';

/** All patches of a case, of a slide or of a named set, or those that were selected (which are known to this page only). */
export type SetQueryId =
  | { readonly kind: 'set'; readonly of: 'case' | 'slide' | 'set'; readonly name: string }
  | { readonly kind: 'set'; readonly of: 'selection' };

/**
 * The query: a patch of the collection, a region of one of its slides, the outside image (which lives in memory only), or a set of
 * patches.
 */
export type QueryId =
  | { readonly kind: 'patch'; readonly patchId: number }
  | { readonly kind: 'region'; readonly slidePath: string; readonly area: SlideArea }
  | { readonly kind: 'outside' }
  | SetQueryId;

/** What the screen of a slide shows. */
export interface SlideView {
  readonly slidePath: string;
  readonly queryId?: QueryId | undefined;
  /** The patch that is shown at its place: a hit, say. */
  readonly shownId?: number | undefined;
  /** The query's own slide stands beside it. */
  readonly isBeside?: boolean | undefined;
}

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
export function outsideQueryPath(collectionId: string): string {
  return `${collectionPath(collectionId)}/ask`;
}

/** The collection with a set of its patches as the query. */
export function setPath(collectionId: string, queryId: SetQueryId): string {
  const parts = queryId.of === 'selection' ? [queryId.of] : [queryId.of, encodePart(queryId.name)];
  return [collectionPath(collectionId), 'set', ...parts].join('/');
}

/** A slide of the collection. */
export function slidePath(collectionId: string, { slidePath, queryId, shownId, isBeside }: SlideView): string {
  const parts = [collectionPath(collectionId), 'slide', encodePart(slidePath)];
  if (queryId?.kind === 'patch') parts.push('p', String(queryId.patchId));
  if (queryId?.kind === 'outside') parts.push('ask');
  if (queryId?.kind === 'region') {
    const { x, y, width, height } = queryId.area;
    parts.push('r', [x, y, width, height, encodePart(queryId.slidePath)].join());
  }
  if (shownId !== undefined) parts.push('at', String(shownId));
  if (isBeside) parts.push('beside');
  return parts.join('/');
}

/** The address of a query: in the gallery, but for a region, which is searched with on its slide. */
export function queryPath(collectionId: string, queryId: QueryId | undefined): string {
  if (queryId?.kind === 'patch') return patchPath(collectionId, queryId.patchId);
  if (queryId?.kind === 'region') return slidePath(collectionId, { slidePath: queryId.slidePath, queryId });
  if (queryId?.kind === 'set') return setPath(collectionId, queryId);
  return queryId ? outsideQueryPath(collectionId) : collectionPath(collectionId);
}

export function isSameQuery(a: QueryId | undefined, b: QueryId | undefined): boolean {
  return queryPath('', a) === queryPath('', b);
}

/** A path as one part of an address. No percent sign is left, since the router decodes those once more than it should. */
function encodePart(path: string): string {
  return encodeURIComponent(path).replaceAll('~', '%7E').replaceAll('%', '~');
}

/** The inverse of `encodePart`. @throws URIError when it is none. */
export function decodePart(part: string): string {
  return decodeURIComponent(part.replaceAll('~', '%'));
}
