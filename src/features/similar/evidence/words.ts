/** What a scale of distances says, in sentences. Shares are rounded down: nothing is told to be closer than it is. */
import {
  agreementAt,
  type DistanceScale,
  type PairKind,
  recordOf,
  type Standing,
  shareOfPairsFarther,
  type Unlikeness,
} from '../../../evaluation/scale/distance-scale.ts';
import { formatNumber, formatPercent } from '../../../ui/format.ts';

/** What lies between the patches of the scale's pairs. */
const BETWEEN: Readonly<Record<PairKind, string>> = {
  'across-sources': 'patches of different sources',
  'across-images': 'different patches',
  'within-source': 'different patches of the only source',
};

/** "closer than 99.8 % of pairs". */
export function closenessWords(scale: DistanceScale, distance: number): string {
  const { share, isBeyond } = shareOfPairsFarther(scale, distance);
  if (isBeyond) return 'closer than every pair drawn';
  return `closer than ${formatShareBelow(share)} of pairs`;
}

/** 0.4 gives "40 %", 0.9987 "99.8 %", 0.99987 "99.98 %": as many digits as tell it from the whole. */
function formatShareBelow(share: number): string {
  const digits = share < 0.99 ? 0 : share < 0.999 ? 1 : 2;
  return `${(Math.floor(share * 100 * 10 ** digits) / 10 ** digits).toFixed(digits)} %`;
}

/** "this close, 81 % share a label"; undefined where that is not known. */
export function agreementWords(scale: DistanceScale, distance: number): string | undefined {
  const share = agreementAt(scale, distance);
  return share === undefined ? undefined : `this close, ${formatPercent(share)} share a label`;
}

/** How often such a vote is right here; undefined where that is not known. */
export function recordWords(scale: DistanceScale, supporters: number): string | undefined {
  const record = recordOf(scale, supporters);
  return record && `such votes are right for ${formatPercent(record.share)} of patches here`;
}

/** What the scale was measured on. */
export function scaleWords({ pairKind, pairs, nearest, patches }: DistanceScale): string {
  const sampled = nearest.length < patches ? `${formatNumber(nearest.length)} of ` : '';
  return `Measured on ${formatNumber(pairs.length)} random pairs of ${BETWEEN[pairKind]}, and on the nearest neighbours of ${sampled}${formatNumber(patches)} patches.`;
}

/** Why nothing resembles the query. */
export function unlikenessWords(why: Unlikeness, { asFar, asPlain }: Standing): string {
  if (why === 'plain') {
    return `It is almost all one colour, as blank glass is: ${formatShareBelow(1 - (asPlain ?? 0))} of patches here are more varied.`;
  }
  return asFar === 0
    ? 'Its nearest is farther away than that of any patch sampled here.'
    : `Its nearest is farther away than that of ${formatShareBelow(1 - asFar)} of patches here.`;
}
