// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, expect, it } from 'vitest';
import { tableOf } from '../../columns/testing/table-of.ts';
import { evaluationStore } from '../../engine/evaluation/evaluation-store.ts';
import { addCollection } from '../../library/test-records.ts';
import { initialForm } from './choices.ts';
import { EvaluationControls } from './EvaluationControls.tsx';
import { rememberForm } from './remembered-form.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

async function openControls() {
  const collection = await addCollection();
  const patches = ['a/1.png', 'b/2.png'].map((path, id) => ({
    collectionId: collection.id,
    id,
    path,
    label: path.slice(0, 1),
    width: 8,
    height: 8,
  }));
  return {
    collection,
    show: () => render(createElement(EvaluationControls, { collection, patches, table: tableOf(patches) })),
  };
}

it('an old error is over as soon as another protocol is chosen', async () => {
  (await openControls()).show();
  evaluationStore.setState({ error: { code: 'evaluation-other-images', detail: '' } });
  fireEvent.click(screen.getByRole('switch', { name: /Exclude duplicate images/ }));
  expect(evaluationStore.getState().error).toBeUndefined();
});

it('what was chosen is there again after a look elsewhere', async () => {
  const { show } = await openControls();
  const { unmount } = show();
  fireEvent.click(screen.getByRole('switch', { name: /Exclude duplicate images/ }));
  unmount();
  show();
  const choice = screen.getByRole('switch', { name: /Exclude duplicate images/ });
  expect(choice.getAttribute('aria-checked')).toBe('true');
});

it('folders that no image lies in cannot be evaluated, and the page says why', async () => {
  const { collection, show } = await openControls();
  const form = { ...initialForm(collection, []), kind: 'split' as const, train: 'a', test: 'nowhere' };
  rememberForm(collection.id, form);
  const { unmount } = show();
  const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Evaluate 2 patches' });
  await waitFor(() =>
    expect(screen.getByRole('status').textContent).toContain('No images match these training and test folders.'),
  );
  expect(button().disabled).toBe(true);
  unmount();
  rememberForm(collection.id, { ...form, test: 'b' });
  show();
  await waitFor(() => expect(button().disabled).toBe(false));
});
