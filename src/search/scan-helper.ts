import type { Neighbour } from '../barcode/nearest.ts';
import { type Transferred, transfer } from '../base/rpc.ts';
import { createKernel } from './hamming-kernel.ts';
import type { PairsJob, PairsPart, ScanJob, SetsJob, SetsPart } from './scan-job.ts';
import { layOut } from './scan-layout.ts';
import { Scanner } from './scanner.ts';

/** What a thread begins with. */
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
  readonly #scanner: Scanner;

  constructor({ memory, barcodeBytes, threads, thread }: Joining) {
    this.#scanner = new Scanner(createKernel(memory), layOut(barcodeBytes, threads), thread);
  }

  /** Answered once messages pass both ways. */
  isThere(): true {
    return true;
  }

  async scan(job: ScanJob): Promise<Neighbour[]> {
    return this.#scanner.scan(job);
  }

  async scanPairs(job: PairsJob): Promise<Transferred<PairsPart[]>> {
    const parts = await this.#scanner.scanPairs(job, () => {});
    return transfer(
      parts,
      parts.flatMap(({ ids, distances }) => [ids.buffer, distances.buffer]),
    );
  }

  async measureSets(job: SetsJob): Promise<Transferred<SetsPart[]>> {
    const parts = await this.#scanner.measureSets(job, () => {});
    return transfer(
      parts,
      parts.flatMap(({ toSet, fromSet, nearest }) => [toSet.buffer, fromSet.buffer, nearest.buffer]),
    );
  }
}
