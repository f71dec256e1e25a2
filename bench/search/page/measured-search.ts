import type { Crew } from '../../../src/base/crew.ts';
import { Connection } from '../../../src/base/rpc.ts';
import { newClaims } from '../../../src/search/scan-job.ts';
import { type Means, SearchWorker } from '../../../src/search/search-worker.ts';
import { Reader, type Reading } from './reader.ts';

/** The app's search worker, which can also tell how fast the memory that its barcodes lie in is read. */
export class MeasuredSearch extends SearchWorker {
  readonly #crew: Pick<Crew<Reading>, 'start'>;

  constructor(means: Means, crew: Pick<Crew<Reading>, 'start'>) {
    super(means);
    this.#crew = crew;
  }

  /** Milliseconds of each of some sums over `bytes` bytes by `threads` threads, this one among them. */
  async timeReading({
    bytes,
    threads,
    repeats,
  }: {
    bytes: number;
    threads: number;
    repeats: number;
  }): Promise<number[]> {
    const { memory } = this;
    const reading: Reading = { readsOnly: true, memory };
    const own = new Reader(reading);
    const lines = await Promise.all(Array.from({ length: threads - 1 }, () => this.#crew.start(reading)));
    const others = lines.map((line) => new Connection<Reader>(line).remote);
    const times: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const job = { claims: newClaims(threads > 1), bytes };
      const begin = performance.now();
      const working = others.map((other) => other.read(job));
      own.read(job);
      await Promise.all(working);
      times.push(performance.now() - begin);
    }
    return times;
  }
}
