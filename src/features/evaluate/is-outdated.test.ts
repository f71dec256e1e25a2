import { expect, it } from 'vitest';
import { isOutdated } from './is-outdated.ts';

const evaluation = {
  patchIds: [0, 2],
  samples: [
    { path: 'a', label: 'fat' },
    { path: 'c', label: 'tumour' },
  ],
};
const first = { id: 0, label: 'fat' };
const second = { id: 2, label: 'tumour' };

it('says whether labels or patches have changed since an evaluation', () => {
  expect(isOutdated(evaluation, [first, second])).toBe(false);
  expect(isOutdated(evaluation, [first, { ...second, label: 'fat' }])).toBe(true);
  expect(isOutdated(evaluation, [first])).toBe(true);
  expect(isOutdated(evaluation, [first, { ...second, id: 3 }])).toBe(true);
  expect(isOutdated(evaluation, [first, second, { id: 5, label: 'fat' }])).toBe(true);
});
