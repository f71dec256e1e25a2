import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, bitSetOf, has, remove } from '../../columns/bit-set.ts';
import { drawPairs, sampleIds } from './draw-sample.ts';

const SIZE = 500;
const members = fc.uniqueArray(fc.nat(SIZE - 1), { maxLength: SIZE });

function setOf(ids: readonly number[]) {
  const set = bitSetOf(SIZE, false);
  for (const id of ids) add(set, id);
  return set;
}

describe('a sample of ids', () => {
  it('has as many as wanted, of those allowed, ascending', () => {
    fc.assert(
      fc.property(members, fc.nat(80), (ids, count) => {
        const sample = [...sampleIds(setOf(ids), SIZE, count)];
        expect(sample.length).toBe(Math.min(count, ids.length));
        expect(sample).toEqual(sample.filter((id) => ids.includes(id)).toSorted((a, b) => a - b));
      }),
    );
  });

  it('changes no more than the collection does', () => {
    fc.assert(
      fc.property(members, fc.nat(SIZE - 1), fc.nat(80), (ids, other, count) => {
        const with_ = setOf([...ids, other]);
        const without = setOf(ids);
        remove(without, other);
        const [grown, before] = [with_, without].map((set) => new Set(sampleIds(set, SIZE, count)));
        const left = [...(before ?? [])].filter((id) => !grown?.has(id));
        const come = [...(grown ?? [])].filter((id) => !before?.has(id));
        expect(come).toEqual(come.length === 0 ? [] : [other]);
        expect(left.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('comes from everywhere', () => {
    const sample = sampleIds(bitSetOf(100_000, true), 100_000, 1_000);
    for (let tenth = 0; tenth < 10; tenth++) {
      const within = sample.filter((id) => Math.floor(id / 10_000) === tenth).length;
      // 100 are expected, give or take 9.5.
      expect(Math.abs(within - 100)).toBeLessThan(40);
    }
  });
});

describe('drawn pairs', () => {
  const sources = Uint32Array.from({ length: SIZE }, (_, id) => (id < 300 ? 1 : id % 7));

  it('are of different patches that are allowed, and of different sources where these are given', () => {
    fc.assert(
      fc.property(members, fc.boolean(), (ids, bySource) => {
        const allowed = setOf(ids);
        for (const [a, b] of drawPairs(allowed, SIZE, 100, bySource ? sources : undefined)) {
          expect(a).not.toBe(b);
          expect(has(allowed, a) && has(allowed, b)).toBe(true);
          if (bySource) expect(sources[a]).not.toBe(sources[b]);
        }
      }),
    );
  });

  it('are the same each time, and as many as wanted', () => {
    const draw = () => [...drawPairs(bitSetOf(SIZE, true), SIZE, 1_000, sources)];
    expect(draw()).toEqual(draw());
    expect(draw().length).toBe(1_000);
  });

  it('are none where there are none', () => {
    const pairsOf = (ids: readonly number[]) => [...drawPairs(setOf(ids), SIZE, 10, sources)];
    expect(pairsOf([])).toEqual([]);
    expect(pairsOf([3])).toEqual([]);
    expect(pairsOf([1, 2, 3])).toEqual([]);
  });

  it('are spread like all pairs', () => {
    // A stand-in for distances: how far apart the ids are.
    const gap = ([a, b]: readonly [number, number]) => Math.abs(a - b);
    const everyPair = Array.from({ length: SIZE }, (_, a) =>
      Array.from({ length: SIZE }, (_, b) => [a, b] as const),
    ).flat();
    const all = everyPair.filter(([a, b]) => a !== b && sources[a] !== sources[b]).map(gap);
    const drawn = [...drawPairs(bitSetOf(SIZE, true), SIZE, 20_000, sources)].map(gap);
    for (let least = 0; least < SIZE; least += 20) {
      const share = (gaps: readonly number[]) => gaps.filter((each) => each < least).length / gaps.length;
      expect(Math.abs(share(drawn) - share(all))).toBeLessThan(0.015);
    }
  });
});
