import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader, csvLine } from './csv.ts';

/** Characters that have a meaning, and others. */
const fields = fc.array(fc.string({ unit: fc.constantFrom('a', 'ß', '"', ',', '\n', '\r', ' ') }), { minLength: 1 });

describe('CSV', () => {
  it('reads what was written, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.array(fields), fc.integer({ min: 1, max: 5 }), (rows, step) => {
        const text = rows.map(csvLine).join('');
        const reader = new CsvReader();
        const read: string[][] = [];
        for (let at = 0; at < text.length; at += step) read.push(...reader.push(text.slice(at, at + step)));
        expect(read).toEqual(rows);
        expect(reader.isAtEnd).toBe(true);
      }),
    );
  });

  it('knows when a row is not at its end', () => {
    const reader = new CsvReader();
    expect(reader.push('a,b\n"c')).toEqual([['a', 'b']]);
    expect(reader.isAtEnd).toBe(false);
  });
});
