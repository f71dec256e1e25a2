import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../base/seeded-random.ts';
import {
  agreementAt,
  LEAST_PATCHES,
  recordOf,
  type SampledPatch,
  type ScaleSample,
  scaleOf,
  shareOfPairsFarther,
  standingOf,
  unlikenessOf,
} from './distance-scale.ts';

/** Pairs 1001 to 2000 apart; patches with ten neighbours from 100 bits on, of whom those nearer than 200 share the label mostly. */
function sampleOf(
  count: number,
  change: (patch: SampledPatch, at: number) => SampledPatch = (patch) => patch,
): ScaleSample {
  const random = seededRandom(1);
  const queries = Array.from({ length: count }, (_, at): SampledPatch => {
    const neighbours = Array.from({ length: 10 }, (_, rank) => {
      const distance = 100 + rank * 50 + Math.floor(random() * 40);
      return { distance, label: random() < (distance < 200 ? 0.9 : 0.3) ? 'a' : 'b' };
    });
    return change({ label: 'a', variety: (at + 1) / count, neighbours }, at);
  });
  return {
    pairKind: 'across-sources',
    patches: 5_000,
    pairs: Array.from({ length: 1000 }, (_, at) => 2000 - at),
    queries,
  };
}

describe('a scale', () => {
  const scale = scaleOf(sampleOf(400));
  if (!scale) throw new Error('no scale');

  it('tells what share of pairs is farther apart, and no more than its sample can', () => {
    expect(shareOfPairsFarther(scale, 1500)).toEqual({ share: 0.5, isBeyond: false });
    expect(shareOfPairsFarther(scale, 1001)).toEqual({ share: 0.999, isBeyond: false });
    expect(shareOfPairsFarther(scale, 1000)).toEqual({ share: 0.999, isBeyond: true });
    expect(shareOfPairsFarther(scale, 2000)).toEqual({ share: 0, isBeyond: false });
  });

  it('tells how often neighbours at a distance have the same label', () => {
    expect(agreementAt(scale, 120)).toBeCloseTo(0.9, 1);
    // Falling within its last steps by chance: a fit, not the truth.
    expect(agreementAt(scale, 220)).toBeGreaterThan(0.2);
    expect(agreementAt(scale, 220)).toBeLessThan(0.4);
    for (const { count } of scale.agreement) expect(count).toBeGreaterThanOrEqual(50);
  });

  it('tells it by the neighbours that vote', () => {
    expect(scale.agreement.reduce((sum, { count }) => sum + count, 0)).toBe(3 * 400);
  });

  it('tells how often a vote was right', () => {
    const votes = scale.votes.reduce((sum, { count }) => sum + count, 0);
    // Of the label b is nobody, so that what three b vote for is never right.
    expect(votes).toBeLessThanOrEqual(400);
    expect(recordOf(scale, 3)?.share).toBeGreaterThan(0.9);
    expect(recordOf(scale, 5)).toBeUndefined();
  });

  it('calls far what is farther than 99 % of patches have their nearest, and plain what is plainer than 99.5 %', () => {
    const judge = (distance: number, variety?: number) => unlikenessOf(standingOf(scale, { distance, variety }));
    const [farthest = 0, third = 0] = [scale.nearest.at(-1), scale.nearest.at(-4)];
    expect(judge(farthest + 1, 0.5)).toBe('far');
    expect(judge(farthest + 1)).toBe('far');
    expect(judge(third, 0.5)).toBeUndefined();
    expect(judge(120, 1 / 400)).toBe('plain');
    expect(judge(120, 2 / 400)).toBeUndefined();
    expect(judge(120)).toBeUndefined();
  });
});

describe('too few', () => {
  it('patches or pairs give no scale', () => {
    expect(scaleOf(sampleOf(LEAST_PATCHES - 1))).toBeUndefined();
    expect(scaleOf(sampleOf(LEAST_PATCHES))).toBeDefined();
    expect(scaleOf({ ...sampleOf(100), pairs: [1, 2, 3] })).toBeUndefined();
    expect(scaleOf(sampleOf(100, (patch) => ({ ...patch, neighbours: [] })))).toBeUndefined();
  });

  it('labels leave the rest of the scale', () => {
    const unlabelled = scaleOf(sampleOf(400, (patch) => ({ ...patch, label: '' })));
    expect(unlabelled).toMatchObject({ agreement: [], votes: [] });
    const few = scaleOf(sampleOf(400, (patch, at) => (at < 25 ? patch : { ...patch, label: '' })));
    expect(few).toMatchObject({ agreement: [], votes: [] });
  });

  it('stored colours leave plainness untold', () => {
    const scale = scaleOf(sampleOf(400, (patch, at) => (at < 150 ? patch : { ...patch, variety: undefined })));
    expect(scale && standingOf(scale, { distance: 120, variety: 0 }).asPlain).toBeUndefined();
  });
});
