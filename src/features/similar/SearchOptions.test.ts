// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Facets } from '../../columns/facets.ts';
import { SearchOptions } from './SearchOptions.tsx';
import { similarStore } from './similar-store.ts';

beforeEach(() => similarStore.setState(similarStore.getInitialState(), true));
afterEach(cleanup);

const SLIDES = ['Include same slide', 'One hit per slide', 'Group adjacent hits'];

it.each([
  ['patch', SLIDES],
  ['region', [...SLIDES, 'Include the region']],
  // An image from outside has no slide of its own.
  ['outside', SLIDES.slice(1)],
] as const)('of what was cut from slides: which choices there are for %s', (queryKind, choices) => {
  const facets = { labels: [], folders: [] } as unknown as Facets;
  const collection = { collectionId: 'c', sourceRule: { kind: 'file' }, hasSlides: true } as const;
  render(createElement(SearchOptions, { ...collection, queryKind, facets, labelIndices: new Map() }));
  expect(screen.getAllByRole('switch')).toHaveLength(choices.length);
  for (const name of choices) expect(screen.getByRole('switch', { name: new RegExp(`^${name}`) })).toBeDefined();
});
