import type { PatchRecord } from '../../library/schema.ts';
import type { OutsideImage } from './outside-image-store.ts';

/** The query as the panel shows it: a patch, or an outside image in whatever state it is. */
export type QueryView =
  | { readonly kind: 'patch'; readonly patch: PatchRecord }
  | { readonly kind: 'outside'; readonly image: OutsideImage };
