import { nestedWorkersMayHang } from '../base/nested-workers.ts';
import { connectWorker, type Remote } from '../base/rpc.ts';
import { canShareMemory } from '../base/shared-memory.ts';
import type { ScanHelper } from './scan-helper.ts';

/** Memory gives no more to further threads: two to four of today's cores take all that it has. */
const MOST_THREADS = 4;

/** A further thread, whether it is a worker or (in tests) an object of this one. */
export type RemoteHelper = Remote<ScanHelper>;

/** Threads that a search should have; one where workers cannot share memory, or starting more could end the search. */
export function usefulThreads(): number {
  if (!canShareMemory() || nestedWorkersMayHang()) return 1;
  return Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency));
}

/** Starts a worker that ends with the worker that calls this. */
export function startHelper(): RemoteHelper {
  return connectWorker<ScanHelper>(
    () => new Worker(new URL('./scan.worker.ts', import.meta.url), { type: 'module', name: 'scan' }),
  ).remote;
}

/** Taken where the browser does not say how much memory the device has, in GiB. */
const USUAL_DEVICE_MEMORY = 8;

/** Bytes that barcodes may take: half of the device's memory. */
export function memoryBudget(): number {
  const deviceMemory: unknown = Reflect.get(navigator, 'deviceMemory');
  return ((typeof deviceMemory === 'number' ? deviceMemory : USUAL_DEVICE_MEMORY) / 2) * 2 ** 30;
}
