/** A few patches that stand for many: as different from one another as the many allow. */
import { hammingDistance } from '../../barcode/hamming.ts';
import { yieldToMessages } from '../../base/yield-to-messages.ts';

export interface Representatives {
  /** Positions among the barcodes, in the order in which they were chosen. */
  readonly positions: number[];
  /** How many barcodes each stands for, itself among them: those that it is the nearest representative of. */
  readonly weights: number[];
}

/** Comparisons between two looks at the clock, and milliseconds between two chances for messages. */
const BETWEEN_LOOKS = 512;
const STRETCH_MS = 10;

/**
 * Farthest-point selection (Gonzalez 1985, "Clustering to minimize the maximum intercluster distance"): begins with the first
 * barcode, and takes next what is farthest from all that were taken, ties the first. What no barcode is away from any more ends it.
 * @param most At least 1.
 * @throws The signal's reason when aborted.
 */
export async function chooseRepresentatives(
  barcodes: readonly Uint8Array[],
  most: number,
  signal: AbortSignal,
): Promise<Representatives> {
  const distances = new Uint32Array(barcodes.length).fill(0xffffffff);
  const owners = new Uint32Array(barcodes.length);
  const positions: number[] = [];
  let next = 0;
  let since = performance.now();
  while (positions.length < Math.min(most, barcodes.length)) {
    const chosen = barcodes[next] as Uint8Array;
    for (const [at, barcode] of barcodes.entries()) {
      const distance = hammingDistance(chosen, barcode);
      if (distance < (distances[at] as number)) {
        distances[at] = distance;
        owners[at] = positions.length;
      }
      if (at % BETWEEN_LOOKS !== 0 || performance.now() - since < STRETCH_MS) continue;
      await yieldToMessages();
      signal.throwIfAborted();
      since = performance.now();
    }
    positions.push(next);
    next = 0;
    for (let at = 1; at < distances.length; at++) {
      if ((distances[at] as number) > (distances[next] as number)) next = at;
    }
    if (distances[next] === 0) break;
  }
  const weights = positions.map(() => 0);
  for (const owner of owners) weights[owner] = (weights[owner] as number) + 1;
  return { positions, weights };
}
