import type { Crew } from '../base/crew.ts';
import { Connection, type Remote } from '../base/rpc.ts';
import { canShareMemory } from '../base/shared-memory.ts';
import type { Joining, ScanHelper } from './scan-helper.ts';

/** Memory gives no more to further threads: two to four of today's cores take all that it has. */
const MOST_THREADS = 4;

/** A further thread, whether it is a worker or (in tests) an object of this one. */
export type RemoteHelper = Remote<ScanHelper>;

/** Threads that a search should have; one where workers cannot share memory. */
export function usefulThreads(): number {
  if (!canShareMemory()) return 1;
  return Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency));
}

/** Has the page start a further thread. @throws AppError worker-crashed when it does not start. */
export type StartHelper = (joining: Joining) => Promise<RemoteHelper>;

/** Helpers from the page's crew, whose threads are `scan.worker`. */
export function helpersFrom(crew: Crew<Joining>): StartHelper {
  return async (joining) => {
    const { remote } = new Connection<ScanHelper>(await crew.start(joining));
    // Firefox (153 ESR) loses a message that holds shared memory, as jobs do, when it is sent before both ends of a port are open.
    await remote.isThere(undefined);
    return remote;
  };
}

/** Taken where the browser does not say how much memory the device has, in GiB. */
const USUAL_DEVICE_MEMORY = 8;

/** Bytes that barcodes may take: half of the device's memory. */
export function memoryBudget(): number {
  const deviceMemory: unknown = Reflect.get(navigator, 'deviceMemory');
  return ((typeof deviceMemory === 'number' ? deviceMemory : USUAL_DEVICE_MEMORY) / 2) * 2 ** 30;
}
