import { NAMED_SETTINGS } from '../../src/barcode/profile.ts';
import { measureIndexing } from '../measure-indexing.ts';
import { median } from '../median.ts';
import type { EncodeBench } from './engines.ts';
import { HARDWARE_GPU } from './in-browser.ts';
import { round } from './round.ts';

/** Of each the bare encoder is timed before and after; figures are their medians. */
const RUNS = 3;
/** Patches of each time that the bare encoder is timed. */
const BARE_PATCHES = 16;
/** Of a call: a graphics device overlaps the two stacks that it makes of them, which no run can beat. */
const BATCHES = { own: 1, ownGpu: 8 } as const;

/** A whole indexing run in the built app beside the bare encoder, with the Standard profile. */
export interface Pipeline {
  readonly engine: 'own' | 'ownGpu';
  readonly images: number;
  /** Patches a second of the encoder alone, before and after each run. */
  readonly bare_per_second: number;
  /** Patches a second of the run, from when the first patches are stored to the last. */
  readonly indexed_per_second: number;
  /** Of the run as a person sees it: the drop, the review, the start. */
  readonly drop_to_last_s: number;
  readonly share: number;
}

/**
 * @param images How many are indexed: drawn PNGs of 150 px.
 */
export async function measurePipeline(
  bench: EncodeBench,
  engine: Pipeline['engine'],
  images: number,
): Promise<Pipeline> {
  const runs: Run[] = [];
  let before = await timeBare(bench, engine);
  for (let run = 0; run < RUNS; run++) {
    const { patches_per_second, drop_to_last_s } = await measureIndexing({ images, browserArgs: HARDWARE_GPU });
    const after = await timeBare(bench, engine);
    const bare = (2 * BARE_PATCHES * 1000) / (before + after);
    runs.push({ bare, indexed: patches_per_second, seconds: drop_to_last_s, share: patches_per_second / bare });
    before = after;
  }
  const medianOf = (figure: keyof Run) => round(median(runs.map((run) => run[figure])));
  const share = medianOf('share');
  const pipeline = { share, bare_per_second: medianOf('bare'), indexed_per_second: medianOf('indexed') };
  console.log(`Indexing: ${pipeline.indexed_per_second} patches a second, ${share} of the bare encoder's`);
  return { engine, images, ...pipeline, drop_to_last_s: medianOf('seconds') };
}

/** One indexing run, and the encoder alone around it. */
interface Run {
  /** Patches a second. */
  readonly bare: number;
  readonly indexed: number;
  readonly seconds: number;
  readonly share: number;
}

/** Milliseconds of BARE_PATCHES, one call after the other. */
async function timeBare(bench: EncodeBench, engine: Pipeline['engine']): Promise<number> {
  const { size } = NAMED_SETTINGS.standard;
  await bench.start(engine, await bench.threads());
  await bench.encode(engine, size, BATCHES[engine]);
  let milliseconds = 0;
  for (let done = 0; done < BARE_PATCHES; done += BATCHES[engine]) {
    milliseconds += (await bench.encode(engine, size, BATCHES[engine])).milliseconds;
  }
  // What waits for the app must not compute meanwhile.
  await bench.stopAll();
  return milliseconds;
}
