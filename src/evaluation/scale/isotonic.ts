/** How often something holds at a distance, never more often farther away: an isotonic fit (pool adjacent violators). */

/** A range of distances with one share; it begins where the step before it ends. */
export interface Step {
  /** The largest distance observed in it. */
  readonly upTo: number;
  /** The mean distance of its observations. */
  readonly centre: number;
  /** Observations in it for which it held, of all. */
  readonly share: number;
  readonly count: number;
}

/** Whether it held for one pair at this distance. */
export interface Observation {
  readonly distance: number;
  readonly holds: boolean;
}

interface Block {
  readonly upTo: number;
  /** The sum of distances. */
  readonly sum: number;
  readonly held: number;
  readonly count: number;
}

/**
 * The falling step function nearest to the observations in the least-squares sense (Ayer et al. 1955), equal distances
 * having one share; then steps with fewer observations than `leastCount` are joined with the neighbour whose share is nearer,
 * so that no share is told of a handful.
 * @returns By distance; none when there are fewer observations than `leastCount`.
 */
export function fitFalling(observations: readonly Observation[], leastCount = 1): Step[] {
  if (observations.length < leastCount) return [];
  const blocks: Block[] = [];
  for (const block of byDistance(observations)) {
    blocks.push(block);
    while (blocks.length > 1 && shareOf(blocks.at(-2) as Block) < shareOf(blocks.at(-1) as Block))
      joinAt(blocks, blocks.length - 2);
  }
  joinSmall(blocks, leastCount);
  return blocks.map(({ upTo, sum, held, count }) => ({ upTo, centre: sum / count, share: held / count, count }));
}

/**
 * The share at a distance: each step has its own at its centre, and between two centres it falls evenly, so that one bit more
 * never costs a whole step. Undefined beyond all that were observed.
 */
export function shareAt(steps: readonly Step[], distance: number): number | undefined {
  const last = steps.at(-1);
  if (!last || distance > last.upTo) return undefined;
  const next = steps.findIndex(({ centre }) => distance <= centre);
  const behind = steps[next] ?? last;
  const before = steps[next - 1];
  if (!before) return behind.share;
  const part = (distance - before.centre) / (behind.centre - before.centre);
  return before.share + (behind.share - before.share) * part;
}

/** One block a distance, ascending. */
function byDistance(observations: readonly Observation[]): Block[] {
  const blocks: Block[] = [];
  for (const { distance, holds } of observations.toSorted((a, b) => a.distance - b.distance)) {
    const last = blocks.at(-1);
    const block = { upTo: distance, sum: distance, held: Number(holds), count: 1 };
    if (last?.upTo === distance) blocks[blocks.length - 1] = joined(last, block);
    else blocks.push(block);
  }
  return blocks;
}

function joinSmall(blocks: Block[], leastCount: number): void {
  for (;;) {
    const at = blocks.findIndex(({ count }) => count < leastCount);
    if (at < 0 || blocks.length === 1) return;
    const gap = (neighbour: number) => {
      const other = blocks[neighbour];
      return other ? Math.abs(shareOf(other) - shareOf(blocks[at] as Block)) : Number.POSITIVE_INFINITY;
    };
    joinAt(blocks, gap(at - 1) <= gap(at + 1) ? at - 1 : at);
  }
}

/** Makes one of the blocks at `at` and behind it. */
function joinAt(blocks: Block[], at: number): void {
  const [one, other] = blocks.slice(at, at + 2) as [Block, Block];
  blocks.splice(at, 2, joined(one, other));
}

function joined(one: Block, other: Block): Block {
  return {
    upTo: other.upTo,
    sum: one.sum + other.sum,
    held: one.held + other.held,
    count: one.count + other.count,
  };
}

function shareOf({ held, count }: Block): number {
  return held / count;
}
