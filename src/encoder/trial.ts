/** What an engine is tried with before it is trusted: small drawn patches, the same on every device. */
import { barcodeBits, namedProfile, type Profile } from '../barcode/profile.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { seededRandom } from '../base/seeded-random.ts';
import type { FeatureExtractor } from './feature-extractor.ts';

/** Large and small blocks of the matrix products, whole tiles and parts of them. */
const CHECKED = { width: 48, height: 40 } as const;
/** Pixels a side of the patch that is timed: enough to keep a graphics device busy, and soon over on a processor. */
const TIMED_SIDE = 128;
/** Milliseconds after which an engine is not timed again. */
const MOST_MILLISECONDS = 400;
const MOST_RUNS = 3;

/** Share of the bits by which engines may differ: sums in another order. */
const TOLERANCE = 0.001;

/**
 * Whether two engines give the same barcode, but for rounding.
 *
 * @throws AppError as FeatureExtractor.encode does.
 */
export async function giveSameBits(a: FeatureExtractor, b: FeatureExtractor): Promise<boolean> {
  const image = drawPatch(CHECKED.width, CHECKED.height);
  const profile = { ...trialProfile(a), size: CHECKED.width };
  const [ofA, ofB] = [await encodeOne(a, image, profile), await encodeOne(b, image, profile)];
  const differing = ofA.reduce((sum, byte, at) => sum + ones(byte ^ (ofB[at] ?? 0)), 0);
  return differing / barcodeBits(profile) <= TOLERANCE;
}

/**
 * Milliseconds that an engine takes for one patch of TIMED_SIDE, the least of a few runs.
 *
 * @throws AppError as FeatureExtractor.encode does.
 */
export async function timePatch(extractor: FeatureExtractor): Promise<number> {
  const image = drawPatch(TIMED_SIDE, TIMED_SIDE);
  const profile = { ...trialProfile(extractor), size: TIMED_SIDE };
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0, spent = 0; run < MOST_RUNS && spent < MOST_MILLISECONDS; run++) {
    const begin = performance.now();
    await encodeOne(extractor, image, profile);
    const milliseconds = performance.now() - begin;
    least = Math.min(least, milliseconds);
    spent += milliseconds;
  }
  return least;
}

function trialProfile({ weightsId }: FeatureExtractor): Profile {
  return namedProfile('standard', weightsId);
}

async function encodeOne(extractor: FeatureExtractor, image: RgbImage, profile: Profile): Promise<Uint8Array> {
  const [barcode] = await extractor.encode([image], profile, new AbortController().signal);
  return barcode ?? new Uint8Array();
}

/** Waves of colour with noise: every channel of the network has something to see. */
function drawPatch(width: number, height: number): RgbImage {
  const random = seededRandom(1);
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const x = Math.floor(at / 3) % width;
    const y = Math.floor(at / 3 / width);
    return 88 + 40 * (Math.sin(x / 3 + (at % 3)) + Math.cos(y / 2 - (at % 3))) + 87 * random();
  });
  return { width, height, data };
}

function ones(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length;
}
