import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arranged } from '../../columns/arrangement.ts';
import { keepShown, NOTHING_SELECTED, type Selection, selectAll, selectRange, toggle } from './selection.ts';

const SHOWN = shownAs(2, 3, 5, 8, 13, 21);

function shownAs(...ids: number[]): Arranged {
  return new Arranged(Uint32Array.from(ids), undefined, true);
}

function idsOf({ ids }: Selection): number[] {
  return [...ids].sort((a, b) => a - b);
}

function select(...ids: number[]): Selection {
  return ids.reduce(toggle, NOTHING_SELECTED);
}

describe('a selection', () => {
  it('takes a patch in, and out again', () => {
    expect(idsOf(select(5, 8))).toEqual([5, 8]);
    expect(idsOf(select(5, 8, 5))).toEqual([8]);
  });

  it('goes from the patch picked last to another, in either direction', () => {
    const anchored = select(8);
    expect(idsOf(selectRange(anchored, SHOWN, { id: 21, from: 2, keeps: false }))).toEqual([8, 13, 21]);
    expect(idsOf(selectRange(anchored, SHOWN, { id: 3, from: 2, keeps: false }))).toEqual([3, 5, 8]);
  });

  it('shrinks again when a range does, and grows by one that is added', () => {
    const far = selectRange(select(3), SHOWN, { id: 21, from: 3, keeps: false });
    expect(idsOf(selectRange(far, SHOWN, { id: 5, from: 3, keeps: false }))).toEqual([3, 5]);
    expect(idsOf(selectRange(select(2, 8), SHOWN, { id: 13, from: 3, keeps: true }))).toEqual([2, 8, 13]);
  });

  it('begins where one stands when nothing was picked, or it is out of sight', () => {
    expect(idsOf(selectRange(NOTHING_SELECTED, SHOWN, { id: 8, from: 3, keeps: false }))).toEqual([3, 5, 8]);
    expect(idsOf(selectRange(select(4), SHOWN, { id: 8, from: 5, keeps: false }))).toEqual([5, 8]);
  });

  it('is all that is shown, and never more', () => {
    expect(idsOf(selectAll(SHOWN))).toEqual([...SHOWN.ids]);
    const all = selectAll(SHOWN);
    expect(keepShown(all, SHOWN)).toBe(all);
    expect(idsOf(keepShown(all, shownAs(1, 3, 21, 22)))).toEqual([3, 21]);
  });

  it('of ten thousand patches is what a plain definition says', () => {
    const shown = Uint32Array.from({ length: 10_000 }, (_, at) => at * 3);
    const place = fc.nat(shown.length - 1);
    fc.assert(
      fc.property(place, place, fc.array(place, { maxLength: 20 }), fc.boolean(), (from, to, picked, keeps) => {
        const before = select(...new Set(picked.map((at) => at * 3)), from * 3);
        const selection = selectRange(before, shownAs(...shown), { id: to * 3, from: 0, keeps });
        // The last toggle may have taken its patch out: the range has it again.
        const isWithin = (id: number) => id >= Math.min(from, to) * 3 && id <= Math.max(from, to) * 3;
        const expected = [...shown].filter((id) => isWithin(id) || (keeps && before.ids.has(id)));
        expect(idsOf(selection)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
