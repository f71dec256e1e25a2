import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeTable } from './coded-table.ts';
import { bestDateReader, dateReader, guessType as guessTypeOf, readNumber } from './column-types.ts';

const guessType = (header: string, cells: readonly string[], prefersComma: boolean) => {
  const [column = { words: [], codes: new Uint32Array(0) }] = codeTable(
    cells.map((cell) => [cell]),
    1,
  ).columns;
  return guessTypeOf(header, column, prefersComma);
};

const many = (make: (at: number) => string) => Array.from({ length: 60 }, (_, at) => make(at));

it.each([
  ['diagnosis', many((at) => ['adenoma', 'carcinoma', 'normal'][at % 3] ?? ''), 'category'],
  ['grade', many((at) => `${1 + (at % 3)}`), 'category'],
  ['age', many((at) => `${20 + at}`), 'number'],
  ['size', many((at) => `${at}.5`), 'number'],
  ['weight', many((at) => `${at},25`), 'decimal-comma'],
  ['cells', many((at) => `${at + 1},000`), 'number'],
  ['patient id', many((at) => `${1000 + at}`), 'identifier'],
  ['file', many((at) => `HE-${at}.png`), 'identifier'],
  ['seen', many((at) => `2024-03-${String(1 + (at % 28)).padStart(2, '0')}`), 'date'],
  ['report', many((at) => `Biopsy ${at}.\nTubular adenoma.`), 'text'],
  ['note', many((at) => (at ? '' : 'x'.repeat(300))), 'text'],
  ['nothing', many(() => 'NA'), 'category'],
  ['age with gaps', many((at) => (at % 2 ? '[Not Available]' : `${at}`)), 'number'],
])('guesses %s', (header, cells, type) => {
  expect(guessType(header, cells, false)).toMatchObject({ type, reason: expect.stringMatching(/\w/) });
});

it('takes a few different diagnoses of a small table for categories, and its names for identifiers', () => {
  expect(guessType('diagnosis', ['adenoma', 'carcinoma', 'normal'], false).type).toBe('category');
  expect(guessType('case', ['c1', 'c2', 'c3'], false).type).toBe('identifier');
});

it('reads one comma as that of a decimal where commas do not separate cells', () => {
  expect(
    guessType(
      'weight',
      many((at) => `${at + 1},250`),
      true,
    ).type,
  ).toBe('decimal-comma');
});

describe('numbers', () => {
  it('are read as they were written, with a point or a comma', () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(value, (number) => {
        const written = number.toFixed(4);
        expect(readNumber(written, 'number')).toBeCloseTo(number, 3);
        expect(readNumber(written.replace('.', ','), 'decimal-comma')).toBeCloseTo(number, 3);
      }),
    );
  });

  it.each([
    ['1,234.5', 'number', 1234.5],
    ['1.234,5', 'decimal-comma', 1234.5],
    ['1,5', 'number', Number.NaN],
    ['-', 'number', Number.NaN],
    ['', 'number', Number.NaN],
    ['12 mm', 'number', Number.NaN],
    ['6.02e23', 'number', 6.02e23],
  ] as const)('%s as %s', (cell, type, value) => expect(readNumber(cell, type)).toBe(value));
});

describe('dates', () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });

  it('are read in each way that they are written in', () => {
    const days = fc.array(day, { minLength: 1 }).map((dates) => [new Date('2000-05-31'), ...dates]);
    fc.assert(
      fc.property(days, (dates) => {
        const parts = dates.map((date) => date.toISOString().slice(0, 10).split('-'));
        const expected = parts.map(([y, m, d]) => Date.UTC(Number(y), Number(m) - 1, Number(d)));
        for (const write of [
          ([y, m, d]: string[]) => `${y}-${m}-${d}`,
          ([y, m, d]: string[]) => `${y}/${m}/${d}`,
          ([y, m, d]: string[]) => `${d}.${m}.${y}`,
          ([y, m, d]: string[]) => `${d}/${m}/${y}`,
          ([y, m, d]: string[]) => `${m}/${d}/${y}`,
          ([y, m, d]: string[]) => `${y}-${m}-${d}T12:30:00Z`,
        ]) {
          const cells = parts.map(write);
          expect(cells.map(dateReader(cells) ?? (() => Number.NaN))).toEqual(expected);
        }
      }),
    );
  });

  it('that do not exist are none', () => {
    expect(dateReader(['2023-02-30'])).toBeUndefined();
    expect(bestDateReader(['2023-02-28', 'unknown'])('unknown')).toBeNaN();
  });
});
