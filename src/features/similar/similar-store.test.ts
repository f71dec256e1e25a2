// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import { changeOptions, optionsOf, similarStore } from './similar-store.ts';

beforeEach(() => similarStore.setState(similarStore.getInitialState(), true));

it('what is chosen for one collection is not chosen for another, but for how many hits are wanted', () => {
  const first = optionsOf(similarStore.getState(), 'b');
  changeOptions('a', { n: 50, onePerSource: true, sameSource: false, filter: { labels: ['tumour'], folder: 'x' } });
  expect(optionsOf(similarStore.getState(), 'a')).toMatchObject({ n: 50, onePerSource: true, sameSource: false });
  expect(optionsOf(similarStore.getState(), 'b')).toEqual({ ...first, n: 50 });
});

it('what is chosen outlives a reload, but for the filter', async () => {
  changeOptions('a', { n: 50, onePerSource: true, filter: { labels: ['tumour'], folder: 'x' } });
  vi.resetModules();
  const reloaded = await import('./similar-store.ts');
  expect(reloaded.optionsOf(reloaded.similarStore.getState(), 'a')).toMatchObject({
    n: 50,
    onePerSource: true,
    filter: { labels: [], folder: undefined },
  });
});
