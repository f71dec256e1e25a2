// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { createElement } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { Patch } from '../../../columns/patch-chunk.ts';
import { VoteLine } from './VoteLine.tsx';

afterEach(cleanup);

it.each([
  [['fat', 'fat', 'fat'], 'Vote: fat, 3 of 3'],
  [['fat', 'tumour', 'fat'], 'Vote: fat, 2 of 3'],
  // Those without a label are counted as what they are.
  [['fat', '', 'fat'], 'Vote: fat, 2 of 3 (1 without a label)'],
  [['fat', '', ''], 'No majority: fat 1, no label 2; the nearest: fat'],
  [['tumour', 'stroma', 'debris'], 'No majority: tumour 1, stroma 1, debris 1; the nearest: tumour'],
  [['', 'stroma', 'debris'], 'No majority: stroma 1, debris 1, no label 1; the nearest: no label'],
  [['', '', ''], 'No vote: none of the nearest 3 has a label'],
])('of %j it says “%s”, and of how many', (labels, words) => {
  const nearest = labels.map((label, id) => ({ id, label }) as Patch);
  const rest = { scale: undefined, isLearned: false, isSlow: false, labelIndices: new Map(), urlOf: () => undefined };
  render(createElement(VoteLine, { nearest, references: 1_204, ...rest }));
  expect(document.body.textContent).toContain(words);
  expect(screen.getByText('The nearest 3 of 1,204 references')).toBeDefined();
});

it('says that it is by what labels have taught', () => {
  const rest = { scale: undefined, isLearned: true, isSlow: false, labelIndices: new Map(), urlOf: () => undefined };
  render(createElement(VoteLine, { nearest: [{ id: 0, label: 'fat' } as Patch], references: 9, ...rest }));
  expect(screen.getByText('The nearest 1 of 9 references by learned similarity')).toBeDefined();
});
