import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitFalling, type Observation, type Step, shareAt } from './isotonic.ts';
import expectations from './scale.expected.json';

const observation = fc.record({ distance: fc.integer({ min: 0, max: 30 }), holds: fc.boolean() });
const observations = fc.array(observation, { minLength: 1, maxLength: 80 });

/** Of the step that a distance lies in. */
function stepShare(steps: readonly Step[], distance: number): number | undefined {
  return steps.find(({ upTo }) => distance <= upTo)?.share;
}

/** The share at a distance by the minimax formula: the least over what begins no later of the most over what ends no earlier. */
function shareByFormula(all: readonly Observation[], distance: number): number {
  const distances = [...new Set(all.map((each) => each.distance))].sort((a, b) => a - b);
  const mean = (from: number, to: number) => {
    const within = all.filter((each) => each.distance >= from && each.distance <= to);
    return within.filter(({ holds }) => holds).length / within.length;
  };
  const begins = distances.filter((each) => each <= distance);
  const ends = distances.filter((each) => each >= distance);
  return Math.min(...begins.map((from) => Math.max(...ends.map((to) => mean(from, to)))));
}

describe('a falling fit', () => {
  it.each(expectations.isotonic)('is that of scikit-learn on $distances.length observations', (expected) => {
    const steps = fitFalling(expected.distances.map((distance, at) => ({ distance, holds: expected.holds[at] === 1 })));
    for (const [at, distance] of expected.at.entries()) {
      expect(stepShare(steps, distance)).toBeCloseTo(expected.shares[at] as number, 9);
    }
  });

  it('is the minimax formula’s, whatever is observed', () => {
    fc.assert(
      fc.property(observations, (all) => {
        const steps = fitFalling(all);
        for (const { distance } of all) {
          expect(stepShare(steps, distance)).toBeCloseTo(shareByFormula(all, distance), 9);
        }
      }),
    );
  });

  it('never rises, counts every observation once and keeps their mean, however small its steps may be', () => {
    fc.assert(
      fc.property(observations, fc.integer({ min: 1, max: 20 }), (all, least) => {
        const steps = fitFalling(all, least);
        if (all.length < least) {
          expect(steps).toEqual([]);
          return;
        }
        const shares = steps.map(({ share }) => share);
        expect(shares).toEqual(shares.toSorted((a, b) => b - a));
        expect(steps.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        const held = all.filter(({ holds }) => holds).length;
        expect(steps.reduce((sum, { share, count }) => sum + share * count, 0)).toBeCloseTo(held, 9);
        for (const { count } of steps) expect(count).toBeGreaterThanOrEqual(least);
        const ends = steps.map(({ upTo }) => upTo);
        expect(ends).toEqual([...new Set(ends)].sort((a, b) => a - b));
        expect(ends.at(-1)).toBe(Math.max(...all.map(({ distance }) => distance)));
      }),
    );
  });

  it('does not depend on the order of its observations', () => {
    fc.assert(
      fc.property(observations, (all) => {
        expect(fitFalling(all.toReversed(), 5)).toEqual(fitFalling(all, 5));
      }),
    );
  });

  it('falls evenly from the centre of one step to that of the next, is that of the first before it, and unknown beyond all that were observed', () => {
    const steps = fitFalling([
      { distance: 10, holds: true },
      { distance: 20, holds: true },
      { distance: 25, holds: false },
    ]);
    expect(steps.map(({ centre }) => centre)).toEqual([10, 20, 25]);
    expect([0, 15, 21, 22.5, 25, 25.5].map((distance) => shareAt(steps, distance))).toEqual([
      1,
      1,
      0.8,
      0.5,
      0,
      undefined,
    ]);
    expect(shareAt([], 5)).toBeUndefined();
  });

  it('tells a share at every distance that never rises and lies between those of its steps', () => {
    fc.assert(
      fc.property(observations, fc.integer({ min: 1, max: 5 }), (all, least) => {
        const steps = fitFalling(all, least);
        if (steps.length === 0) return;
        const { upTo } = steps.at(-1) as Step;
        const told = Array.from({ length: upTo + 1 }, (_, distance) => shareAt(steps, distance) as number);
        for (const [at, share] of told.entries()) {
          expect(share).toBeLessThanOrEqual((told[at - 1] ?? steps[0]?.share ?? 0) + 1e-12);
          expect(share).toBeGreaterThanOrEqual((steps.at(-1)?.share ?? 1) - 1e-12);
        }
      }),
    );
  });
});
