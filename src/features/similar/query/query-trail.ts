import { isSameQuery, type QueryId } from '../../../ui/routes.ts';

/** Queries one came through, oldest first; the last one is the present one. */
export interface QueryTrail {
  readonly collectionId: string;
  readonly steps: readonly QueryId[];
}

const LONGEST = 50;

/** The trail after searching with `queryId`: a query that is on it already is gone back to, a new one is added. */
export function follow(trail: QueryTrail | undefined, collectionId: string, queryId: QueryId): QueryTrail {
  const steps = trail?.collectionId === collectionId ? trail.steps : [];
  const before = steps.findIndex((step) => isSameQuery(step, queryId));
  const next = before < 0 ? [...steps, queryId].slice(-LONGEST) : steps.slice(0, before + 1);
  return { collectionId, steps: next };
}
