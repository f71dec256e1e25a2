import type { Neighbour } from '../barcode/nearest.ts';
import { type Transferred, transfer } from '../base/rpc.ts';
import { createKernel } from './hamming-kernel.ts';
import type { PairsJob, PairsPart, ScanJob, SetsJob, SetsPart } from './scan-job.ts';
import { layOut } from './scan-layout.ts';
import { Scanner } from './scanner.ts';

export interface Joining {
  /** Shared by all threads of the search. */
  readonly memory: WebAssembly.Memory;
  readonly barcodeBytes: number;
  /** Threads that share the memory, and which of them this is. */
  readonly threads: number;
  readonly thread: number;
}

/** One more thread that scans. Served in a worker of its own. */
export class ScanHelper {
  #scanner: Scanner | undefined;

  join({ memory, barcodeBytes, threads, thread }: Joining): void {
    this.#scanner = new Scanner(createKernel(memory), layOut(barcodeBytes, threads), thread);
  }

  async scan(job: ScanJob): Promise<Neighbour[]> {
    return this.#requireScanner().scan(job);
  }

  async scanPairs(job: PairsJob): Promise<Transferred<PairsPart[]>> {
    const parts = await this.#requireScanner().scanPairs(job, () => {});
    return transfer(
      parts,
      parts.flatMap(({ ids, distances }) => [ids.buffer, distances.buffer]),
    );
  }

  async measureSets(job: SetsJob): Promise<Transferred<SetsPart[]>> {
    const parts = await this.#requireScanner().measureSets(job, () => {});
    return transfer(
      parts,
      parts.flatMap(({ toSet, fromSet, nearest }) => [toSet.buffer, fromSet.buffer, nearest.buffer]),
    );
  }

  #requireScanner(): Scanner {
    if (!this.#scanner) throw new Error('join first');
    return this.#scanner;
  }
}
