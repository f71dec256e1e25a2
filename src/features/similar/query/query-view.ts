import type { Patch } from '../../../columns/patch-chunk.ts';
import type { OutsideImage } from '../../../engine/question/outside-image-store.ts';
import type { RegionQuery } from './use-region.ts';

/** The query as the panel shows it: a patch, or an outside image or a region of a slide in whatever state it is. */
export type QueryView =
  | { readonly kind: 'patch'; readonly patch: Patch }
  | { readonly kind: 'outside'; readonly image: OutsideImage }
  | { readonly kind: 'region'; readonly region: RegionQuery };

/** How far what is not in the collection has been encoded; undefined for a patch, which is. */
export function progressOf(query: QueryView): OutsideImage['progress'] | RegionQuery['progress'] | undefined {
  if (query.kind === 'patch') return undefined;
  return query.kind === 'outside' ? query.image.progress : query.region.progress;
}

/** Of the colours of what is not in the collection (see colourVariety), once it has been encoded. */
export function varietyOf(query: QueryView): number | undefined {
  const progress = progressOf(query);
  return progress?.status === 'ready' ? progress.variety : undefined;
}
