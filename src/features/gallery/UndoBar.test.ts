// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Arranged } from '../../columns/arrangement.ts';
import { undoStore } from '../../engine/collection/undo-store.ts';
import { parseView, writeView } from './gallery-view.ts';
import { UndoBar } from './UndoBar.tsx';

beforeEach(() => {
  const change = { kind: 'relabelled', label: 'debris' } as const;
  undoStore.setState({ acts: [{ id: 1, collectionId: 'c', change, patchIds: [1, 2, 3] }], undone: undefined });
});
afterEach(cleanup);

it('says how many of the relabelled patches the filters hide now, and clears them', () => {
  const view = {
    filter: { ...parseView('').filter, labels: ['tumour'] },
    sortBy: 'added',
    shows: 'patches',
    groupBy: undefined,
    colourBy: undefined,
  } as const;
  location.hash = `#/c/c?${writeView(view)}`;
  render(createElement(UndoBar, { collectionId: 'c', matching: new Arranged(Uint32Array.of(2, 7)) }));
  expect(screen.getByRole('status').textContent).toBe('Labelled 3 patches “debris”. 2 no longer match the filters.');
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(location.hash).not.toContain('tumour');
});

it('has nothing to add where all of them are in sight', () => {
  render(createElement(UndoBar, { collectionId: 'c', matching: new Arranged(Uint32Array.of(1, 2, 3)) }));
  expect(screen.getByRole('status').textContent).toBe('Labelled 3 patches “debris”.');
});
