import type {} from '../e2e/harness/harness.ts';
import type { NamedProfile } from '../src/barcode/profile.ts';
import { median } from './median.ts';
import { withHarness } from './open-harness.ts';

const QUERIES = 21;

/** Median milliseconds from the query to having the 20 nearest of `patches` patches, through the search worker, by profile. */
export async function measureSearch(patches: number): Promise<Record<'standard' | 'paper', number>> {
  const measure = async (profileName: NamedProfile) => {
    const times = await withHarness((page) =>
      page.evaluate((request) => globalThis.harness.timeSearch(request), { profileName, patches, queries: QUERIES }),
    );
    return Math.round(median(times) * 10) / 10;
  };
  return { standard: await measure('standard'), paper: await measure('paper') };
}
