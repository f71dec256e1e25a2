// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, expect, it } from 'vitest';
import { evaluationStore } from '../../engine/evaluation/evaluation-store.ts';
import { addCollection } from '../../library/test-records.ts';
import { EvaluationControls } from './EvaluationControls.tsx';

afterEach(cleanup);

it('an old error is over as soon as another protocol is chosen', async () => {
  const collection = await addCollection();
  const patches = ['a/1.png', 'b/2.png'].map((path, id) => ({
    collectionId: collection.id,
    id,
    path,
    label: path.slice(0, 1),
    width: 8,
    height: 8,
  }));
  render(createElement(EvaluationControls, { collection, patches }));
  evaluationStore.setState({ error: { code: 'evaluation-other-images', detail: '' } });
  fireEvent.click(screen.getByRole('switch', { name: /Exclude duplicate images/ }));
  expect(evaluationStore.getState().error).toBeUndefined();
});
