/** Files become pixels in workers that can be killed (worker-pool.ts). */
import { connectWorker } from '../../base/rpc.ts';
import type { NoStains, Stains } from '../../base/stains.ts';
import type { PatchReader } from '../../imaging/patch-reader.ts';
import { type PooledConnection, readerPoolSize, WorkerPool } from './worker-pool.ts';

/** What the pool needs of a worker's connection; tests hand in their own. */
export type ReaderConnection = PooledConnection<PatchReader>;

export type ReadPatch = Awaited<ReturnType<ReaderConnection['remote']['readPatch']>>;

/** How a patch is wanted; see preparePatch. */
export interface WantedPatch {
  readonly size: number;
  readonly stains?: Stains | undefined;
}

export interface WantedDisplay {
  readonly maxSide: number;
  readonly stains?: Stains | undefined;
}

const BASE_LIMIT_MS = 10_000;
const LIMIT_MS_PER_BYTE = 1 / 1000;

/** Time a file of `bytes` bytes may take: 10 s, and a second for every megabyte. */
export function timeLimitMs(bytes: number): number {
  return BASE_LIMIT_MS + bytes * LIMIT_MS_PER_BYTE;
}

export function connectPatchReader(): ReaderConnection {
  return connectWorker<PatchReader>(
    () => new Worker(new URL('../../imaging/imaging.worker.ts', import.meta.url), { type: 'module', name: 'imaging' }),
  );
}

export class PatchReaderPool {
  readonly #workers: WorkerPool<PatchReader>;
  readonly #limitMs: (bytes: number) => number;

  constructor(size: number, connect = connectPatchReader, limitMs = timeLimitMs) {
    this.#workers = new WorkerPool({ size, connect });
    this.#limitMs = limitMs;
  }

  get size(): number {
    return this.#workers.size;
  }

  /**
   * @param wanted The longer side in pixels that the network wants, and the stains to normalise, if that is wanted.
   * @throws AppError image-timeout, or what PatchReader.readPatch throws; the signal's reason when aborted.
   */
  readPatch(file: File, { size, stains }: WantedPatch, signal: AbortSignal): Promise<ReadPatch> {
    const limitMs = this.#limitMs(file.size);
    return this.#workers.run({ signal, limitMs }, (remote, options) =>
      remote.readPatch({ file, size, stains }, options),
    );
  }

  /** At most `count` pixels from all over the image: red, green, blue in turn. Throws as `readPatch` does. */
  samplePixels(file: File, count: number, signal: AbortSignal): Promise<Uint8Array> {
    const limitMs = this.#limitMs(file.size);
    return this.#workers.run({ signal, limitMs }, (remote, options) => remote.samplePixels({ file, count }, options));
  }

  /** The stains of pixels that belong together: those of one slide. */
  estimateStains(pixels: Uint8Array, signal: AbortSignal): Promise<Stains | NoStains> {
    const limitMs = this.#limitMs(pixels.length);
    return this.#workers.run({ signal, limitMs }, (remote, options) => remote.estimateStains({ pixels }, options));
  }

  /** The whole image as a blob that <img> can show, at most `maxSide` pixels. Throws as `readPatch` does. */
  readForDisplay(file: File, { maxSide, stains }: WantedDisplay, signal: AbortSignal): Promise<Blob> {
    const limitMs = this.#limitMs(file.size);
    return this.#workers.run({ signal, limitMs }, (remote, options) =>
      remote.readForDisplay({ file, maxSide, stains }, options),
    );
  }
}

let shared: PatchReaderPool | undefined;

/** The page's one pool. */
export function patchReaders(): PatchReaderPool {
  shared ??= new PatchReaderPool(readerPoolSize());
  return shared;
}
