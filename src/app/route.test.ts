import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  collectionPath,
  evaluatePath,
  outsideQueryPath,
  patchPath,
  type QueryId,
  queryPath,
  SETTINGS_PATH,
  START_PATH,
  slidePath,
} from '../ui/routes.ts';
import { parseRoute } from './route.ts';

const number = fc.nat(200_000);
const paths = fc.string({ minLength: 1, unit: 'grapheme' });
const queryId = fc.oneof(
  fc.constant(undefined),
  fc.record({ kind: fc.constant('patch' as const), patchId: number }),
  fc.record({ kind: fc.constant('outside' as const) }),
  fc.record({
    kind: fc.constant('region' as const),
    slidePath: paths,
    area: fc.record({ x: number, y: number, width: fc.nat(99).map((side) => side + 1), height: fc.constant(7) }),
  }),
) as fc.Arbitrary<QueryId | undefined>;

describe('parseRoute', () => {
  it('reads back every address the page makes', () => {
    const collection = { screen: 'collection', collectionId: 'a/b ü', queryId: undefined };
    expect(parseRoute(START_PATH)).toEqual({ screen: 'start' });
    expect(parseRoute(SETTINGS_PATH)).toEqual({ screen: 'settings' });
    expect(parseRoute(collectionPath('a/b ü'))).toEqual(collection);
    expect(parseRoute(patchPath('a/b ü', 0))).toEqual({ ...collection, queryId: { kind: 'patch', patchId: 0 } });
    expect(parseRoute(outsideQueryPath('a/b ü'))).toEqual({ ...collection, queryId: { kind: 'outside' } });
    expect(parseRoute(evaluatePath('a/b ü'))).toEqual({ screen: 'evaluate', collectionId: 'a/b ü' });
  });

  it('reads back every address of a slide, whatever it is called, though the router decodes it once before', () => {
    const views = fc.record({
      slidePath: paths,
      queryId,
      shownId: fc.option(number, { nil: undefined }),
      isBeside: fc.boolean(),
    });
    fc.assert(
      fc.property(views, (view) => {
        const address = slidePath('c', view);
        expect(parseRoute(decodeURI(address))).toEqual({ screen: 'slide', collectionId: 'c', view });
      }),
    );
  });

  it('searches with a case, a slide or a selection, whatever it is called', () => {
    const sets = fc.oneof(
      fc.record({
        kind: fc.constant('set' as const),
        of: fc.constantFrom('case' as const, 'slide' as const),
        name: paths,
      }),
      fc.constant({ kind: 'set' as const, of: 'selection' as const }),
    );
    fc.assert(
      fc.property(sets, (set) => {
        const route = parseRoute(decodeURI(queryPath('c', set)));
        expect(route).toEqual({ screen: 'collection', collectionId: 'c', queryId: set });
      }),
    );
  });

  it('asks with a region on its slide', () => {
    const region: QueryId = { kind: 'region', slidePath: 'a/b.svs', area: { x: 1, y: 2, width: 3, height: 4 } };
    const view = { slidePath: 'a/b.svs', queryId: region, shownId: undefined, isBeside: false };
    expect(parseRoute(queryPath('c', region))).toEqual({ screen: 'slide', collectionId: 'c', view });
  });

  it('ignores what stands behind a question mark', () => {
    expect(parseRoute('/settings?from=menu')).toEqual({ screen: 'settings' });
  });

  it.each([
    '/nowhere',
    '/c',
    '/c/x/p',
    '/c/x/p/-1',
    '/c/x/p/1e3',
    '/c/x/p/1/2',
    '/c/%E0%A4%A',
    '/c/x/ask/1',
    '/c/x/evaluate/1',
    '/c/x/slide',
    '/c/x/slide/~E0',
    '/c/x/set',
    '/c/x/set/case',
    '/c/x/set/case/~E0',
    '/c/x/set/case/a/b',
    '/c/x/set/selection/a',
    '/c/x/set/folder/a',
    '/c/x/slide/a/p',
    '/c/x/slide/a/at/x',
    '/c/x/slide/a/r/1,2,3,4',
    '/c/x/slide/a/r/1,2,0,4,a',
    '/c/x/slide/a/beside/at/1',
    '/c/x/slide/a/r/1,2,3,4,a,b',
    '/c/x/slide/a/r/1,2,3,4,',
    '/c/x/r/1,2,3,4,a',
    // What no slide and no collection has.
    '/c/x/p/9007199254740992',
    `/c/x/p/${'9'.repeat(400)}`,
    '/c/x/slide/a/at/9007199254740992',
    '/c/x/slide/a/r/1,2,3,2147483648,a',
    `/c/x/slide/${'a'.repeat(33_001)}`,
    `/c/${'x'.repeat(201)}`,
    '/c/x/p/١',
  ])('does not know %s', (location) => expect(parseRoute(location)).toEqual({ screen: 'unknown' }));
});
