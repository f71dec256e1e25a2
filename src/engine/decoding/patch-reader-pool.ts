/**
 * Files become pixels in workers that can be killed: a decoder that loops for ever or eats all memory on a hostile
 * file costs its worker, never the run. A read that outlives its time limit ends with `image-timeout` and a new worker.
 */
import { AppError } from '../../base/errors.ts';
import { Connection } from '../../base/rpc.ts';
import type { PatchReader } from '../../imaging/patch-reader.ts';

/** What the pool needs of a worker's connection; tests hand in their own. */
export type ReaderConnection = Pick<Connection<PatchReader>, 'remote' | 'destroy' | 'closedBy'>;

export type ReadPatch = Awaited<ReturnType<ReaderConnection['remote']['readPatch']>>;

const BASE_LIMIT_MS = 30_000;
const LIMIT_MS_PER_BYTE = 1 / 1000;

/** Time a file of `bytes` bytes may take: 30 s, and a second for every megabyte. */
export function timeLimitMs(bytes: number): number {
  return BASE_LIMIT_MS + bytes * LIMIT_MS_PER_BYTE;
}

export function connectPatchReader(): ReaderConnection {
  return new Connection<PatchReader>(
    new Worker(new URL('../../imaging/imaging.worker.ts', import.meta.url), { type: 'module', name: 'imaging' }),
  );
}

export class PatchReaderPool {
  readonly #connect: () => ReaderConnection;
  readonly #limitMs: (bytes: number) => number;
  readonly #idle: ReaderConnection[] = [];
  readonly #waiting: ((reader: ReaderConnection) => void)[] = [];
  readonly #size: number;
  #started = 0;

  constructor(size: number, connect = connectPatchReader, limitMs = timeLimitMs) {
    this.#size = size;
    this.#connect = connect;
    this.#limitMs = limitMs;
  }

  get size(): number {
    return this.#size;
  }

  /** @throws AppError image-timeout, or what PatchReader.readPatch throws; the signal's reason when aborted. */
  readPatch(file: File, size: number, signal: AbortSignal): Promise<ReadPatch> {
    return this.#withReader(file, signal, (reader, options) => reader.remote.readPatch({ file, size }, options));
  }

  /** The whole image as a blob that <img> can show, at most `maxSide` pixels. Throws as `readPatch` does. */
  readForDisplay(file: File, maxSide: number, signal: AbortSignal): Promise<Blob> {
    return this.#withReader(file, signal, (reader, options) =>
      reader.remote.readForDisplay({ file, maxSide }, options),
    );
  }

  async #withReader<T>(
    file: File,
    signal: AbortSignal,
    read: (reader: ReaderConnection, options: { signal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const reader = await this.#acquire();
    const stop = (reason: AppError) => reader.destroy(reason);
    // An aborted read may be deep inside a decoder: only ending the worker stops it.
    const abort = () => stop(new AppError('worker-stopped'));
    const timer = setTimeout(() => stop(new AppError('image-timeout')), this.#limitMs(file.size));
    signal.addEventListener('abort', abort, { once: true });
    try {
      signal.throwIfAborted();
      return await read(reader, { signal });
    } catch (thrown) {
      signal.throwIfAborted();
      throw thrown;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      this.#release(reader);
    }
  }

  #acquire(): Promise<ReaderConnection> | ReaderConnection {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#started < this.#size) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #start(): ReaderConnection {
    this.#started++;
    return this.#connect();
  }

  #release(reader: ReaderConnection): void {
    const usable = reader.closedBy ? this.#replaceIfWanted() : reader;
    if (!usable) return;
    const next = this.#waiting.shift();
    if (next) next(usable);
    else this.#idle.push(usable);
  }

  #replaceIfWanted(): ReaderConnection | undefined {
    this.#started--;
    return this.#waiting.length > 0 ? this.#start() : undefined;
  }
}

/** Readers that leave a core for the encoder and one for the page. */
function poolSize(): number {
  return Math.min(4, Math.max(2, (navigator.hardwareConcurrency ?? 2) - 2));
}

let shared: PatchReaderPool | undefined;

/** The page's one pool. */
export function patchReaders(): PatchReaderPool {
  shared ??= new PatchReaderPool(poolSize());
  return shared;
}
