import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitByWords } from './split-by-words.ts';

it('marks what is wanted, wherever it stands and in any case', () => {
  expect(splitByWords('Adenoma, no adenoma', ' ADENOMA ')).toEqual([
    { text: 'Adenoma', isFound: true, at: 0 },
    { text: ', no ', isFound: false, at: 7 },
    { text: 'adenoma', isFound: true, at: 12 },
  ]);
  expect(splitByWords('none', '')).toEqual([{ text: 'none', isFound: false, at: 0 }]);
});

it('loses nothing of any text', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'İ', ' ', '\n') });
  fc.assert(
    fc.property(letters, letters, (text, wanted) => {
      expect(
        splitByWords(text, wanted)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
