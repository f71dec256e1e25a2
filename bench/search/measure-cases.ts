import { measureTables } from '../measure-tables.ts';
import { median } from '../median.ts';
import { withBenchPage } from './measure-scans.ts';

const SIZE = { profileName: 'standard', patches: 1_000_000, perCase: 1_000 } as const;
const REPRESENTATIVES = 64;
/** Cases that search, by their number: each with its representatives, and the first of them with all their patches. */
const ASKING = [417, 38, 764, 901, 205];
const EXACTLY_ASKING = 2;
const SINGLE_QUERIES = 20;

interface CaseSearch {
  readonly ms: number;
  /** Of the cases found, nearest first. */
  readonly names: readonly string[];
}

/** A case of 1,000 patches against 1,000,000 of 1,000 cases. Drawn barcodes at distances like those of tissue. */
export async function measureCases(): Promise<object> {
  const cases = await withBenchPage(async (page) => {
    await page.evaluate((size) => globalThis.searchBench.store(size), SIZE);
    await page.evaluate(() => globalThis.searchBench.open());
    await page.evaluate((perCase) => globalThis.searchBench.describeCases(perCase), SIZE.perCase);
    const askCase = (number: number, representatives?: number) =>
      page.evaluate((request) => globalThis.searchBench.askCase(request), {
        first: number * SIZE.perCase,
        count: SIZE.perCase,
        ...(representatives !== undefined && { representatives }),
      });
    const quick: CaseSearch[] = [];
    for (const number of ASKING) quick.push(await askCase(number, REPRESENTATIVES));
    const exact: CaseSearch[] = [];
    for (const number of ASKING.slice(0, EXACTLY_ASKING)) exact.push(await askCase(number));
    const single = await page.evaluate(
      (ids) => globalThis.searchBench.search(ids),
      Array.from({ length: SINGLE_QUERIES }, (_, at) => (at * 7919) % SIZE.patches),
    );
    const agreement = exact.map(({ names }, at) => {
      const shared = names.filter((name) => quick[at]?.names.includes(name));
      return shared.length / names.length;
    });
    const exactMs = median(exact.map(({ ms }) => ms));
    return {
      exact_s: round(exactMs / 1000),
      representatives_s: round(median(quick.map(({ ms }) => ms)) / 1000),
      agreement_top10: round(agreement.reduce((sum, share) => sum + share, 0) / agreement.length),
      longest_task_ms: Math.round(await page.evaluate(() => globalThis.searchBench.longestTask())),
      // How many times faster a patch of the case is compared than one that searches alone.
      rate_to_single: round((median(single.ms) * SIZE.perCase) / exactMs),
      threads: await page.evaluate(() => globalThis.searchBench.threads()),
    };
  });
  const { table_100k_s } = await measureTables(100_000);
  return { ...cases, table_100k_s };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
