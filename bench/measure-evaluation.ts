import type {} from '../e2e/harness/harness.ts';
import { withHarness } from './open-harness.ts';

/** Seconds to evaluate `patches` Standard patches, once they are indexed: five folds, every set of layers, the colours. */
export async function measureEvaluation(patches: number): Promise<number> {
  const milliseconds = await withHarness((page) =>
    page.evaluate((count) => globalThis.harness.timeEvaluation(count), patches),
  );
  return Math.round(milliseconds / 100) / 10;
}
