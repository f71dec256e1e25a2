import { askPath, patchPath } from '../../ui/routes.ts';

/** What is asked with: a patch of the collection, or the outside image (which lives in memory only). */
export type Asked = { readonly kind: 'patch'; readonly patchId: number } | { readonly kind: 'outside' };

/** Queries one came through, oldest first; the last one is the present one. */
export interface QueryTrail {
  readonly collectionId: string;
  readonly steps: readonly Asked[];
}

const LONGEST = 50;

/** The trail after asking with `asked`: a query that is on it already is gone back to, a new one is added. */
export function follow(trail: QueryTrail | undefined, collectionId: string, asked: Asked): QueryTrail {
  const steps = trail?.collectionId === collectionId ? trail.steps : [];
  const before = steps.findIndex((step) => sameQuery(step, asked));
  const next = before < 0 ? [...steps, asked].slice(-LONGEST) : steps.slice(0, before + 1);
  return { collectionId, steps: next };
}

export function sameQuery(a: Asked, b: Asked): boolean {
  return a.kind === 'patch' && b.kind === 'patch' ? a.patchId === b.patchId : a.kind === b.kind;
}

/** The query's place in the page, below the '#'. */
export function addressOf(collectionId: string, asked: Asked): string {
  return asked.kind === 'patch' ? patchPath(collectionId, asked.patchId) : askPath(collectionId);
}
