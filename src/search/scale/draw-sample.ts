/** Draws from a collection that a seed determines. */
import { seededRandom } from '../../base/seeded-random.ts';
import { type BitSet, has } from '../../columns/bit-set.ts';

/**
 * The `count` ids whose hashes are smallest, ascending: a random sample that stays as it is while a collection grows or
 * shrinks, but for the few that come in or go out, and that does not depend on how the collection came about.
 */
export function sampleIds(allowed: BitSet, size: number, count: number): Uint32Array<ArrayBuffer> {
  const kept: { readonly id: number; readonly hash: number }[] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (let id = 0; id < size; id++) {
    if (!has(allowed, id)) continue;
    const hash = hashOf(id);
    if (hash >= limit) continue;
    kept.push({ id, hash });
    // Cut back now and then: each id costs a comparison, and few are kept.
    if (kept.length >= 2 * count) limit = keepSmallest(kept, count);
  }
  keepSmallest(kept, count);
  return Uint32Array.from(kept, ({ id }) => id).sort();
}

/** @returns What a hash must stay below to be kept from now on. */
function keepSmallest(kept: { readonly id: number; readonly hash: number }[], count: number): number {
  kept.sort((a, b) => a.hash - b.hash);
  kept.length = Math.min(kept.length, count);
  return kept.length < count ? Number.POSITIVE_INFINITY : (kept.at(-1)?.hash ?? 0);
}

/** A bijection on 32-bit numbers that looks random (the finaliser of MurmurHash3), so that no two ids are equal. */
function hashOf(id: number): number {
  let hash = Math.imul(id ^ (id >>> 16) ^ 0x2545f491, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Draws until two patches have different sources, before it is taken that hardly any do. */
const TRIES = 50;

/**
 * Pairs of different patches, of different sources where these are given: every such pair is as likely as any other.
 * @param sourceOf The source of patch `id` at `id`.
 * @returns As many as wanted; none where no pair is found.
 */
export function* drawPairs(
  allowed: BitSet,
  size: number,
  count: number,
  sourceOf: Uint32Array | undefined,
): Generator<readonly [number, number]> {
  const ids = Uint32Array.from({ length: size }, (_, id) => id).filter((id) => has(allowed, id));
  const random = seededRandom(SEED);
  const draw = () => ids[Math.floor(random() * ids.length)] as number;
  for (let drawn = 0, failed = 0; drawn < count && failed < TRIES * count; ) {
    const [a, b] = [draw(), draw()];
    const isPair = ids.length > 1 && a !== b && (!sourceOf || sourceOf[a] !== sourceOf[b]);
    if (!isPair) {
      failed++;
      continue;
    }
    drawn++;
    yield [a, b];
  }
}

const SEED = 15;
