/** Slides become pixels in workers that can be killed (worker-pool.ts). What a person looks at goes before what is indexed. */
import type { RgbImage } from '../../base/rgb-image.ts';
import { connectWorker } from '../../base/rpc.ts';
import type { SlideArea, SlideInfo, TissueMask } from '../../base/slide.ts';
import type { NoStains, Stains } from '../../base/stains.ts';
import type { SlideReader, SlideSource } from '../../imaging/slides/slide-reader.ts';
import type { ReadPatch, WantedPatch } from './patch-reader-pool.ts';
import { type PooledConnection, readerPoolSize, WorkerPool } from './worker-pool.ts';

export type SlideReaderConnection = PooledConnection<SlideReader>;

/** Time that directories, a tile or an area of the size of a screen may take. */
const LIMIT_MS = 30_000;
/** A whole slide that has no smaller levels is read tile by tile. */
const WHOLE_SLIDE_LIMIT_MS = 300_000;

export function connectSlideReader(): SlideReaderConnection {
  return connectWorker<SlideReader>(
    () =>
      new Worker(new URL('../../imaging/slides/slides.worker.ts', import.meta.url), { type: 'module', name: 'slides' }),
  );
}

/** SlideReader's calls. Each throws AppError image-timeout or what SlideReader throws; the signal's reason when aborted. */
export class SlideReaderPool {
  readonly #workers: WorkerPool<SlideReader>;

  constructor(size: number, connect = connectSlideReader) {
    this.#workers = new WorkerPool({ size, connect, ping: (remote) => remote.ping(undefined) });
  }

  get size(): number {
    return this.#workers.size;
  }

  describe(source: SlideSource, signal: AbortSignal): Promise<SlideInfo> {
    return this.#workers.run({ signal, limitMs: LIMIT_MS, urgent: true }, (remote, options) =>
      remote.describe(sourceOf(source), options),
    );
  }

  /** An area at `width` x `height` pixels; white where it lies outside of the slide. */
  readArea(
    source: SlideSource,
    area: SlideArea,
    width: number,
    height: number,
    signal: AbortSignal,
  ): Promise<RgbImage> {
    return this.#workers.run({ signal, limitMs: LIMIT_MS, urgent: true }, (remote, options) =>
      remote.readArea({ ...sourceOf(source), area, width, height }, options),
    );
  }

  /** A stored tile, without what hangs over the edge of its level. */
  readTile(source: SlideSource, level: number, column: number, row: number, signal: AbortSignal): Promise<RgbImage> {
    return this.#workers.run({ signal, limitMs: LIMIT_MS, urgent: true }, (remote, options) =>
      remote.readTile({ ...sourceOf(source), level, column, row }, options),
    );
  }

  /** @param patchSize Pixels of the longer side that `area` is cut in; `size`: what the network wants. */
  readPatch(
    source: SlideSource,
    area: SlideArea,
    patchSize: number,
    { size, stains }: WantedPatch,
    signal: AbortSignal,
  ): Promise<ReadPatch> {
    return this.#workers.run({ signal, limitMs: LIMIT_MS }, (remote, options) =>
      remote.readPatch({ ...sourceOf(source), area, patchSize, size, stains }, options),
    );
  }

  /** The slide's stains, by the pixels of its tissue. */
  estimateStains(source: SlideSource, signal: AbortSignal): Promise<Stains | NoStains> {
    return this.#workers.run({ signal, limitMs: WHOLE_SLIDE_LIMIT_MS }, (remote, options) =>
      remote.estimateStains(sourceOf(source), options),
    );
  }

  /** The whole slide, its longer side at most `maxSide` pixels. */
  overview(source: SlideSource, maxSide: number, signal: AbortSignal): Promise<RgbImage> {
    return this.#workers.run({ signal, limitMs: WHOLE_SLIDE_LIMIT_MS, urgent: true }, (remote, options) =>
      remote.overview({ ...sourceOf(source), maxSide }, options),
    );
  }

  findTissue(source: SlideSource, signal: AbortSignal): Promise<TissueMask> {
    return this.#workers.run({ signal, limitMs: WHOLE_SLIDE_LIMIT_MS, urgent: true }, (remote, options) =>
      remote.findTissue(sourceOf(source), options),
    );
  }
}

/** What a worker needs: callers hand over objects that hold more. */
function sourceOf({ key, files, channels }: SlideSource): SlideSource {
  return { key, files, channels };
}

let shared: SlideReaderPool | undefined;

/** The page's one pool. */
export function slideReaders(): SlideReaderPool {
  shared ??= new SlideReaderPool(readerPoolSize());
  return shared;
}
