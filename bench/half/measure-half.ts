import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hammingDistance } from '../../src/barcode/hamming.ts';
import { NearestHeap } from '../../src/barcode/nearest.ts';
import { NAMED_SETTINGS, namedProfile, type Profile } from '../../src/barcode/profile.ts';
import { VOTERS, voteOf } from '../../src/barcode/vote.ts';
import type { RgbImage } from '../../src/base/rgb-image.ts';
import type { FeatureExtractor } from '../../src/encoder/feature-extractor.ts';
import { startHalf, startProcessor } from './extractors.ts';
import { goldenTiles, readTile, readWeights, tilesOfEachClass } from './files.ts';

/** Of barcodes' bits, over tiles. */
interface Share {
  readonly mean: number;
  readonly most: number;
}

/** Of each engine. */
interface OfEach<Value> {
  readonly half: Value;
  readonly processor: Value;
}

export interface HalfFigures {
  readonly adapter: string;
  readonly tiles: number;
  /** Bits of the Standard profile that are others than the processor's. */
  readonly from_processor: Share;
  /** Bits of full barcodes at 256 px that are others than the float64 reference's. */
  readonly from_golden: OfEach<Share>;
  /** Share of the tiles whose label is the vote of the three nearest others. */
  readonly right: OfEach<number>;
}

/**
 * @param shared The folder with the tiles and the golden barcodes.
 * @returns Null where no adapter has half precision.
 */
export async function measureHalf(shared: string, tilesAClass: number): Promise<HalfFigures | null> {
  const weights = readWeights('public/assets/vgg19');
  const half = await startHalf(weights);
  if (!half) return null;
  const processor = startProcessor(weights);
  const standard = namedProfile('standard', weights.weightsId);
  const tiles = tilesOfEachClass(path.join(shared, 'data/kather2016-800'), tilesAClass);
  const images = await Promise.all(tiles.map(({ file }) => readTile(file, NAMED_SETTINGS.standard.size)));
  const labels = tiles.map(({ label }) => label);
  const codes = {
    half: await encodeAll(half, images, standard),
    processor: await encodeAll(processor, images, standard),
  };
  return {
    adapter: half.device.name,
    tiles: tiles.length,
    from_processor: shareOf(codes.half.map((code, at) => differing(code, codes.processor[at]))),
    from_golden: {
      half: await shareFromGolden(half, shared, weights.weightsId),
      processor: await shareFromGolden(processor, shared, weights.weightsId),
    },
    right: { half: shareRight(codes.half, labels), processor: shareRight(codes.processor, labels) },
  };
}

async function encodeAll(extractor: FeatureExtractor, images: readonly RgbImage[], profile: Profile) {
  const codes: Uint8Array[] = [];
  for (const image of images) codes.push(...(await extractor.encode([image], profile, new AbortController().signal)));
  return codes;
}

async function shareFromGolden(extractor: FeatureExtractor, shared: string, weightsId: string): Promise<Share> {
  const profile: Profile = { ...namedProfile('standard', weightsId), sampling: 'full' };
  const shares: number[] = [];
  for (const { file, bits } of goldenTiles(shared, profile.size)) {
    const [code] = await encodeAll(extractor, [await readTile(file, profile.size)], profile);
    shares.push(differing(code ?? new Uint8Array(), readFileSync(bits)));
  }
  return shareOf(shares);
}

function shareRight(codes: readonly Uint8Array[], labels: readonly string[]): number {
  const right = codes.filter((code, at) => {
    const nearest = new NearestHeap(VOTERS);
    for (const [id, other] of codes.entries()) if (id !== at) nearest.offer(id, hammingDistance(code, other));
    return voteOf(nearest.ranked().map(({ id }) => labels[id] ?? ''))?.label === labels[at];
  });
  return right.length / codes.length;
}

function shareOf(shares: readonly number[]): Share {
  return { mean: shares.reduce((sum, share) => sum + share, 0) / shares.length, most: Math.max(...shares) };
}

function differing(a: Uint8Array, b: Uint8Array = new Uint8Array()): number {
  return hammingDistance(a, b) / (a.length * 8);
}
