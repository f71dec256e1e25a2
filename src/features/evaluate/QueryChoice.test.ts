// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { namedProfile } from '../../barcode/profile.ts';
import { measureEvaluation } from '../../engine/evaluation/evaluation-service.ts';
import { evaluationStore } from '../../engine/evaluation/evaluation-store.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { DRAWN_QUERIES, initialForm } from './choices.ts';
import { QueryChoice } from './QueryChoice.tsx';

vi.mock('../../engine/evaluation/evaluation-service.ts', async (original) => ({
  ...(await original<object>()),
  measureEvaluation: vi.fn(),
}));

const MANY = 300_000;

beforeEach(() => evaluationStore.setState(evaluationStore.getInitialState(), true));
afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

function choose(patchCount: number) {
  const profile = namedProfile('standard', 'weights');
  const collection = { id: 'c', patchCount, profile, sourceRule: { kind: 'file' } } as CollectionRecord;
  const change = vi.fn();
  render(
    createElement(QueryChoice, {
      form: initialForm(collection, []),
      change,
      collection,
      patches: patchCount,
      queries: patchCount,
    }),
  );
  return change;
}

it('says before it begins what an evaluation of very many patches takes, and what some queries drawn evenly would', () => {
  evaluationStore.setState({ collectionId: 'c', speed: { patch: 1e-4, pair: 1e-7 } });
  const change = choose(MANY);
  expect(measureEvaluation).toHaveBeenCalledWith('c');
  const [all, drawn] = screen.getAllByRole('radio').map((it) => it.textContent ?? '');
  // 300,000 patches read, and 45 and 1.5 thousand million pairs compared.
  expect(all).toContain('All 300,000 patches');
  expect(all).toContain('about 1 h 20 min');
  expect(drawn).toContain('5,000 drawn evenly');
  expect(drawn).toContain('about 3 min');
  expect(drawn).toContain('within 1.4 points');
  fireEvent.click(screen.getByRole('radio', { name: /drawn evenly/ }));
  expect(change).toHaveBeenCalledWith({ draws: true });
});

it('offers nothing where there are no more than would be drawn', () => {
  choose(DRAWN_QUERIES);
  expect(screen.queryByRole('radio')).toBeNull();
});
