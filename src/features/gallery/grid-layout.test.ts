import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GAP, layOut, positionAfterKey } from './grid-layout.ts';

describe('layOut', () => {
  it('fills the width exactly, with two columns at least', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 4000 }), fc.integer({ min: 48, max: 256 }), (width, wanted) => {
        const { columns, side } = layOut(width, wanted);
        expect(columns * side + (columns - 1) * GAP).toBeCloseTo(width);
        expect(columns).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  it('comes close to the wanted side', () => {
    expect(layOut(1000, 120)).toEqual({ columns: 8, side: 121.5 });
  });
});

describe('positionAfterKey', () => {
  const count = 11;
  const grid = { columns: 4, rowsPerPage: 2 };
  const go = (key: string, from: number) => positionAfterKey(key, from, count, grid);

  it('moves sideways through the rows and stops at both ends', () => {
    expect([go('ArrowRight', 3), go('ArrowRight', 10), go('ArrowLeft', 4), go('ArrowLeft', 0)]).toEqual([4, 10, 3, 0]);
  });

  it('moves up and down in its column', () => {
    expect([go('ArrowUp', 5), go('ArrowUp', 2), go('ArrowDown', 1), go('ArrowDown', 9)]).toEqual([1, 2, 5, 9]);
  });

  it('goes to the end from above a gap in the last row', () => {
    expect([go('ArrowDown', 7), go('PageDown', 3), go('PageDown', 1), go('PageUp', 9), go('PageUp', 6)]).toEqual([
      10, 10, 9, 1, 2,
    ]);
  });

  it('jumps to the ends', () => {
    expect([go('Home', 7), go('End', 0)]).toEqual([0, 10]);
  });

  it('knows no other key, and nowhere to go in an empty grid', () => {
    expect(go('a', 3)).toBeUndefined();
    expect(positionAfterKey('End', 0, 0, grid)).toBeUndefined();
  });

  it('never leaves the grid', () => {
    const keys = fc.constantFrom(
      'ArrowLeft',
      'ArrowRight',
      'ArrowUp',
      'ArrowDown',
      'PageUp',
      'PageDown',
      'Home',
      'End',
    );
    fc.assert(
      fc.property(
        keys,
        fc.integer({ min: 1, max: 60 }),
        fc.nat(59),
        fc.integer({ min: 2, max: 9 }),
        (key, n, at, columns) => {
          const to = positionAfterKey(key, at % n, n, { columns, rowsPerPage: 3 });
          expect(to).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThan(n);
        },
      ),
    );
  });
});
