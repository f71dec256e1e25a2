// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { changeOptions, optionsOf, similarStore } from './similar-store.ts';

beforeEach(() => similarStore.setState(similarStore.getInitialState(), true));

it('what is chosen for one collection is not chosen for another, but for how many hits are wanted', () => {
  const first = optionsOf(similarStore.getState(), 'b');
  changeOptions('a', { n: 50, onePerSource: true, sameSource: false, filter: { labels: ['tumour'], folder: 'x' } });
  expect(optionsOf(similarStore.getState(), 'a')).toMatchObject({ n: 50, onePerSource: true, sameSource: false });
  expect(optionsOf(similarStore.getState(), 'b')).toEqual({ ...first, n: 50 });
});
