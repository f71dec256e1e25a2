import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Group } from '../../columns/arrangement.ts';
import { GridRows, HEADING } from './grid-rows.ts';

function groupsOf(counts: readonly number[]): Group[] {
  let first = 0;
  return counts.map((count, at) => {
    const group = { value: `g${at}`, first, count };
    first += count;
    return group;
  });
}

const counts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 12 });
const columnsOf = fc.integer({ min: 2, max: 7 });

it('a layout goes on from one with fewer patches behind which more have come, and from no other', () => {
  const groups = groupsOf([3, 4]);
  const rows = new GridRows(7, 3, undefined);
  expect(new GridRows(9, 3, undefined).continues(rows)).toBe(true);
  expect(new GridRows(7, 4, undefined).continues(rows)).toBe(false);
  expect(new GridRows(7, 3, groups).continues(rows)).toBe(false);
  expect(new GridRows(9, 3, groupsOf([3, 6])).continues(new GridRows(7, 3, groups))).toBe(false);
});

describe('rows of groups', () => {
  it('hold every position once, in order, and never two groups', () => {
    fc.assert(
      fc.property(counts, columnsOf, (sizes, columns) => {
        const groups = groupsOf(sizes);
        const count = sizes.reduce((sum, size) => sum + size, 0);
        const rows = new GridRows(count, columns, groups);
        let next = 0;
        let offset = 0;
        for (let index = 0; index < rows.count; index++) {
          const { first, end, group } = rows.row(index);
          expect(first).toBe(next);
          expect(end - first).toBeGreaterThan(0);
          expect(end - first).toBeLessThanOrEqual(columns);
          expect(first >= (group?.first ?? 0) && end <= (group?.first ?? 0) + (group?.count ?? 0)).toBe(true);
          for (let position = first; position < end; position++) expect(rows.rowOf(position)).toBe(index);
          expect(rows.offsetOf(index, 100)).toBe(offset);
          expect(rows.rowAt(offset, 100)).toBe(index);
          offset += 100 + (rows.hasHeading(index) ? HEADING : 0);
          next = end;
        }
        expect(next).toBe(count);
      }),
    );
  });

  it('are walked by keys in their columns, and never left', () => {
    fc.assert(
      fc.property(counts, columnsOf, fc.nat(200), fc.constantFrom(-1, 1), (sizes, columns, at, direction) => {
        const count = sizes.reduce((sum, size) => sum + size, 0);
        const rows = new GridRows(count, columns, groupsOf(sizes));
        const position = at % count;
        const to = rows.afterKey(direction > 0 ? 'ArrowDown' : 'ArrowUp', position, 3) ?? -1;
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThan(count);
        const wanted = Math.min(rows.count - 1, Math.max(0, rows.rowOf(position) + direction));
        expect(rows.rowOf(to)).toBe(wanted);
      }),
    );
  });
});

it('without groups rows are as many as fit', () => {
  const rows = new GridRows(11, 4, undefined);
  expect(rows.count).toBe(3);
  expect(rows.row(2)).toEqual({ first: 8, end: 11, group: undefined });
  expect([rows.rowOf(7), rows.offsetOf(2, 50), rows.rowAt(101, 50)]).toEqual([1, 100, 2]);
  expect(rows.afterKey('ArrowDown', 1, 2)).toBe(5);
});
