import { describe, expect, it } from 'vitest';
import type { QueryId } from '../../../ui/routes.ts';
import { follow, type QueryTrail } from './query-trail.ts';

const patch = (patchId: number): QueryId => ({ kind: 'patch', patchId });
const outside: QueryId = { kind: 'outside' };
const region = (x: number): QueryId => ({
  kind: 'region',
  slidePath: 'a.svs',
  area: { x, y: 0, width: 9, height: 9 },
});

function walk(...queryId: QueryId[]): readonly QueryId[] | undefined {
  return queryId.reduce<QueryTrail | undefined>((trail, each) => follow(trail, 'c', each), undefined)?.steps;
}

describe('follow', () => {
  it('adds each new query', () => {
    expect(walk(patch(1), outside, patch(2))).toEqual([patch(1), outside, patch(2)]);
  });

  it('goes back to a query that is on the trail', () => {
    expect(walk(patch(1), patch(2), patch(3), patch(2))).toEqual([patch(1), patch(2)]);
    expect(walk(outside, patch(2), outside)).toEqual([outside]);
    expect(walk(region(0), region(1), region(0))).toEqual([region(0)]);
  });

  it('stays when the same is asked again', () => {
    expect(walk(patch(1), patch(1))).toEqual([patch(1)]);
  });

  it('starts anew in another collection', () => {
    expect(follow({ collectionId: 'c', steps: [patch(1)] }, 'd', patch(2))).toEqual({
      collectionId: 'd',
      steps: [patch(2)],
    });
  });

  it('forgets the oldest rather than grow for ever', () => {
    const steps = walk(...Array.from({ length: 60 }, (_, id) => patch(id)));
    expect(steps).toHaveLength(50);
    expect(steps?.at(-1)).toEqual(patch(59));
  });
});
