import { expect, it } from 'vitest';
import { evennessWords } from './evenness.ts';

it('says how many queries labels and sources have', () => {
  expect(evennessWords({ labels: [212, 186, 0, 200], sources: [88, 350, 1200] })).toBe(
    '186 to 212 per label, 88 to 1,200 per source',
  );
  expect(evennessWords({ labels: [100, 100], sources: [] })).toBe('100 per label');
  expect(evennessWords({ labels: [], sources: [] })).toBe('');
});
