import { measureFirstLoad } from '../scripts/byte-budget.mjs';
import { measureEncoding, measureRobust } from './measure-encoding.ts';
import { measureEvaluation } from './measure-evaluation.ts';
import { measureIndexing } from './measure-indexing.ts';
import { measureSearch } from './measure-search.ts';

/** Every figure of the benchmark; each part says what it measures. */
export async function measureAll(): Promise<object> {
  const first_load_gzip_kb = measureFirstLoad('dist');
  console.log(`First load: ${first_load_gzip_kb} kB`);
  const { drop_to_progress_ms, longest_task_ms, patches_per_second } = await measureIndexing();
  console.log(`Drop to progress: ${drop_to_progress_ms} ms; longest task while indexing: ${longest_task_ms} ms`);
  const search_10k_ms = await measureSearch(10_000);
  console.log('Search, ms a query over 10,000 patches:', search_10k_ms);
  const evaluate_5k_s = await measureEvaluation(5_000);
  console.log('Evaluation of 5,000 patches, s:', evaluate_5k_s);
  const encode_ms = await measureEncoding();
  console.log('Encoding, ms a patch:', encode_ms);
  const robust_share = await measureRobust();
  console.log(`Robust, as a share of Standard's speed divided by its views: ${robust_share}`);
  return {
    encode_ms,
    robust_share,
    search_10k_ms,
    evaluate_5k_s,
    drop_to_progress_ms,
    first_load_gzip_kb,
    longest_task_ms,
    patches_per_second,
  };
}
