import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPatterns } from '../base/patterns.ts';
import { seededRandom } from '../base/seeded-random.ts';
import { drawnMargin, drawQueries } from './draw-queries.ts';
import { partition, type Sample } from './partition.ts';

await loadPatterns();

const FOLDS = { kind: 'folds', k: 5, seed: 1 } as const;

/** Labels in shares of 70, 20 and 10 %, on 20 slides. */
const samples: Sample[] = Array.from({ length: 2_000 }, (_, at) => {
  const label = at % 10 < 7 ? 'a' : at % 10 < 9 ? 'b' : 'c';
  return { path: `slide-${at % 20}.svs#${at},0`, label };
});

const drawn = (queries: number, seed = 1, of = samples) => drawQueries(partition(of, FOLDS), of, { queries, seed });

describe('queries drawn', () => {
  it('are as many as wanted, each once, in order, and leave the rest of the partition as it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.nat(), (queries, seed) => {
        const { queries: found, drawnFrom = 2_000, ...rest } = drawn(queries, seed);
        expect(drawnFrom).toBe(2_000);
        expect([...found]).toEqual([...new Set(found)].sort((a, b) => a - b));
        expect(found).toHaveLength(queries);
        const { queries: _all, ...whole } = partition(samples, FOLDS);
        expect(rest).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('have each label and each slide by its share, to within one', () => {
    const chosen = [...drawn(200).queries].map((at) => samples[at] as Sample);
    const shares = { a: 140, b: 40, c: 20 };
    for (const [label, share] of Object.entries(shares)) {
      const count = chosen.filter((sample) => sample.label === label).length;
      expect(Math.abs(count - share), label).toBeLessThanOrEqual(1);
    }
    for (let slide = 0; slide < 20; slide++) {
      const count = chosen.filter(({ path }) => path.startsWith(`slide-${slide}.`)).length;
      expect(Math.abs(count - 10), `slide ${slide}`).toBeLessThanOrEqual(2);
    }
  });

  it('are the same for the same seed, in whatever order the images came, and by every protocol', () => {
    const pathsOf = (of: readonly Sample[], found: Int32Array) => [...found].map((at) => of[at]?.path).sort();
    const expected = pathsOf(samples, drawn(100).queries);
    const turned = samples.toReversed();
    expect(pathsOf(turned, drawn(100, 1, turned).queries)).toEqual(expected);
    const leftOut = partition(samples, { kind: 'leave-out', pattern: '^[^#]+' });
    expect(pathsOf(samples, drawQueries(leftOut, samples, { queries: 100, seed: 1 }).queries)).toEqual(expected);
    expect(pathsOf(samples, drawn(100, 2).queries)).not.toEqual(expected);
  });

  it('come from the folder that is tested alone', () => {
    const split = samples.map(({ path, label }, at) => ({ path: `${at % 2 ? 'test' : 'train'}/${path}`, label }));
    const divided = partition(split, { kind: 'split', train: 'train', test: 'test' });
    const { queries } = drawQueries(divided, split, { queries: 50, seed: 1 });
    expect([...queries].every((at) => at % 2 === 1)).toBe(true);
  });

  it('are all where there are no more', () => {
    const all = partition(samples, FOLDS);
    expect(drawQueries(all, samples, { queries: 2_000, seed: 1 })).toBe(all);
  });
});

describe('the margin of a draw', () => {
  it('is 1.4 points for 5,000 of very many, and nothing where all ask', () => {
    expect(drawnMargin(5_000, 1e9)).toBeCloseTo(0.013859, 6);
    expect(drawnMargin(5_000, 10_000)).toBeCloseTo(0.0098, 4);
    expect(drawnMargin(100, 100)).toBe(0);
  });

  it('holds in 95 of 100 draws for a share of one half', () => {
    const random = seededRandom(3);
    const half = samples.map((sample) => ({ ...sample, isRight: random() < 0.5 }));
    const share = half.filter(({ isRight }) => isRight).length / half.length;
    const margin = drawnMargin(200, half.length);
    const isWithin = Array.from({ length: 1_000 }, (_, seed) => {
      const found = drawn(200, seed).queries;
      const right = found.filter((at) => half[at]?.isRight).length;
      return Math.abs(right / 200 - share) <= margin;
    });
    expect(isWithin.filter(Boolean).length / 1_000).toBeGreaterThan(0.94);
  });
});
