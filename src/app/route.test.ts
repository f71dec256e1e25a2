import { describe, expect, it } from 'vitest';
import { askPath, collectionPath, evaluatePath, patchPath, SETTINGS_PATH, START_PATH } from '../ui/routes.ts';
import { parseRoute } from './route.ts';

describe('parseRoute', () => {
  it('reads back every address the page makes', () => {
    const collection = { screen: 'collection', collectionId: 'a/b ü', patchId: undefined, asking: false };
    expect(parseRoute(START_PATH)).toEqual({ screen: 'start' });
    expect(parseRoute(SETTINGS_PATH)).toEqual({ screen: 'settings' });
    expect(parseRoute(collectionPath('a/b ü'))).toEqual(collection);
    expect(parseRoute(patchPath('a/b ü', 0))).toEqual({ ...collection, patchId: 0 });
    expect(parseRoute(askPath('a/b ü'))).toEqual({ ...collection, asking: true });
    expect(parseRoute(evaluatePath('a/b ü'))).toEqual({ screen: 'evaluate', collectionId: 'a/b ü' });
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
  ])('does not know %s', (location) => expect(parseRoute(location)).toEqual({ screen: 'unknown' }));
});
