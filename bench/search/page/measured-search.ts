import { Connection } from '../../../src/base/rpc.ts';
import { newClaims } from '../../../src/search/scan-job.ts';
import { SearchWorker } from '../../../src/search/search-worker.ts';
import { Reader } from './reader.ts';

/** The app's search worker, which can also tell how fast the memory that its barcodes lie in is read. */
export class MeasuredSearch extends SearchWorker {
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
    const own = new Reader();
    own.join({ memory });
    const others = Array.from(
      { length: threads - 1 },
      () => new Connection<Reader>(new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module' })),
    );
    await Promise.all(others.map(({ remote }) => remote.join({ memory })));
    const times: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const job = { claims: newClaims(threads > 1), bytes };
      const begin = performance.now();
      const working = others.map(({ remote }) => remote.read(job));
      own.read(job);
      await Promise.all(working);
      times.push(performance.now() - begin);
    }
    for (const other of others) other.destroy();
    return times;
  }
}
