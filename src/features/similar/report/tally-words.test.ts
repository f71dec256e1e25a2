import { expect, it } from 'vitest';
import { tallyOf } from '../../../barcode/vote.ts';
import { tallyWords } from './tally-words.ts';

it('tells a majority, and that there is none', () => {
  expect(tallyWords(tallyOf(['a', 'b', 'a']), 'cases')).toBe('2 of the 3 nearest cases: a');
  expect(tallyWords(tallyOf(['a', 'b', 'c']), 'cases')).toBe('No majority among the 3 nearest cases: a, b, c');
  expect(tallyWords(tallyOf(['a', '', '']), 'cases')).toBe('No majority among the 3 nearest cases: a');
  expect(tallyWords(tallyOf(['', '']), 'cases')).toBeUndefined();
});
