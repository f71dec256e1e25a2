/**
 * One indexing run: read ahead, encode a batch, store it, say how far it is. What is stored is stored: a run that is
 * paused, cancelled, stopped by an error or killed with its tab loses at most the batches under way.
 */
import { AppError, type ErrorReport, fromErrorReport, toErrorReport } from '../../base/errors.ts';
import { commitBatch, type FailedFile, type IndexedFile } from '../../library/commit-batch.ts';
import type { CollectionRecord, PatchRecord } from '../../library/schema.ts';
import type { EncoderHost } from '../device/encoder-host.ts';
import { pathInFolder } from '../intake/folders.ts';
import { labelOf } from '../intake/labels.ts';
import type { IndexingState } from './indexing-store.ts';
import { mapAhead, type PauseGate } from './pipeline.ts';
import type { ReadItem, ReadOutcome } from './read-files.ts';
import { SpeedMeter } from './speed.ts';

type ReadPatchOf = Extract<ReadOutcome, { kind: 'read' }>;

/** Most failures kept in memory before they are stored without waiting for a batch. */
const FAILURES_A_COMMIT = 50;

/** Milliseconds between two lists of failures: the last one of a run is whole. */
const TELL_FAILURES_EVERY_MS = 250;

/** Batches given to the encoder and not yet stored: it begins with the next while the last is stored. */
const BATCHES_UNDER_WAY = 2;

/** What a run works with; tests hand in their own. */
export interface RunTools {
  readonly encoder: Pick<EncoderHost, 'encode'>;
  /** Patches encoded together. */
  readonly batchSize: number;
  /** Patches read at the same time or waiting to be encoded. */
  readonly readAhead: number;
  /** Labels that a person gave to the same images before, by path. */
  readonly labelsByHand: ReadonlyMap<string, string>;
  /** Called after every commit, with what was stored and its barcodes. */
  readonly onStored: (patches: readonly PatchRecord[], barcodes: readonly Uint8Array<ArrayBuffer>[]) => void;
  readonly onProgress: (change: Partial<IndexingState>) => void;
}

/** What a run is to read. */
export interface RunItems {
  /** Patches as far as it is known how many there are; it may grow until the last item is given. */
  readonly total: number;
  /** What a person should know of them before the first is read. */
  readonly notices: readonly ErrorReport[];
  items(): Iterable<ReadItem> | AsyncIterable<ReadItem>;
}

export class IndexingRun {
  readonly #collection: CollectionRecord;
  readonly #items: RunItems;
  readonly #tools: RunTools;
  readonly #gate: PauseGate;
  readonly #signal: AbortSignal;
  readonly #speed = new SpeedMeter();
  readonly #count = { indexed: 0, replaced: 0, unchanged: 0, failed: 0 };
  #batch: ReadPatchOf[] = [];
  /** Each settles after those before it. */
  #underWay: Promise<void>[] = [];
  /** Not yet stored, by path: a slide fails once, whatever number of its patches do. */
  #failed = new Map<string, FailedFile>();
  readonly #reported = new Map<string, IndexingState['failures'][number]>();
  /** Those reported, as the screens were told last, and when that was. */
  #told: { readonly failures: IndexingState['failures']; readonly at: number } = { failures: [], at: 0 };
  #notices: IndexingState['notices'] = [];
  /** When the last batch was stored, or the run began or went on. */
  #since = 0;

  constructor(collection: CollectionRecord, items: RunItems, tools: RunTools, gate: PauseGate, signal: AbortSignal) {
    this.#collection = collection;
    this.#items = items;
    this.#tools = tools;
    this.#gate = gate;
    this.#signal = signal;
  }

  /**
   * Comes back when every item is dealt with.
   * @throws AppError when the run cannot go on: storage-full, decoder-unreachable, another failure to store or to encode;
   * the signal's reason when cancelled. Everything stored until then stays.
   */
  async work(): Promise<void> {
    const { batchSize, readAhead } = this.#tools;
    this.#startClock();
    try {
      for await (const outcome of mapAhead(this.#items.items(), readAhead, (read) => read())) {
        await this.#passGate();
        this.#take(outcome);
        if (this.#batch.length >= batchSize || this.#failed.size >= FAILURES_A_COMMIT) await this.#sendBatch();
      }
      await this.#storeAll();
    } finally {
      await Promise.allSettled(this.#underWay);
      this.#tools.onProgress({ failures: [...this.#reported.values()] });
    }
  }

  async #passGate(): Promise<void> {
    if (!this.#gate.closed) return this.#signal.throwIfAborted();
    await this.#storeAll();
    this.#tools.onProgress({ phase: 'paused' });
    await this.#gate.pass(this.#signal);
    this.#startClock();
    this.#tools.onProgress({ phase: 'running' });
  }

  #startClock(): void {
    this.#since = performance.now();
    this.#speed.restart(this.#since);
  }

  /** Milliseconds since the last call, or since the clock was started. */
  #lap(): number {
    const before = this.#since;
    this.#since = performance.now();
    return this.#since - before;
  }

  #take(outcome: ReadOutcome): void {
    if (outcome.kind === 'read') {
      this.#batch.push(outcome);
      if (outcome.isReplacing) this.#count.replaced++;
      this.#noteBits(outcome.patch);
      return;
    }
    // Not the file's fault: the run stops, and its files keep their chance.
    if (outcome.kind === 'failed' && outcome.error.code === 'decoder-unreachable') throw fromErrorReport(outcome.error);
    if (outcome.kind === 'failed') this.#fail(outcome);
    else this.#count.unchanged += outcome.patches;
    this.#report();
  }

  /** Said once: there may be 100,000 such images. */
  #noteBits({ bitsByRange }: ReadPatchOf['patch']): void {
    if (bitsByRange === undefined || this.#notices.some(({ code }) => code === 'bits-by-range')) return;
    this.#notices = [...this.#notices, { code: 'bits-by-range', detail: `${bitsByRange} of 16` }];
  }

  #fail({ path, error, fileSize, fileModified }: FailedFile): void {
    this.#failed.set(path, { path, error, fileSize, fileModified });
    this.#reported.set(path, { path, error });
    this.#count.failed++;
  }

  /** Comes back when there is room for the next batch. */
  async #sendBatch(): Promise<void> {
    const stored = this.#encodeAndStore(this.#underWay.at(-1));
    // Awaited below or by a later call.
    stored.catch(() => undefined);
    this.#underWay.push(stored);
    if (this.#underWay.length >= BATCHES_UNDER_WAY) await this.#underWay.shift();
  }

  async #storeAll(): Promise<void> {
    await this.#encodeAndStore(this.#underWay.at(-1));
    this.#underWay = [];
  }

  /** Batches are stored in the order in which they were read, and none after one that could not be. */
  async #encodeAndStore(last: Promise<void> | undefined): Promise<void> {
    const batch = this.#batch;
    const failed = [...this.#failed.values()];
    this.#batch = [];
    this.#failed.clear();
    const encoding = this.#encode(batch);
    encoding.catch(() => undefined);
    await last;
    const barcodes = await encoding;
    if (batch.length + failed.length === 0) return;
    const indexed = batch.map((file, i) => this.#toIndexed(file, barcodes[i]));
    const stored = await commitBatch(this.#collection.id, indexed, failed, this.#lap());
    this.#count.indexed += stored.length;
    this.#speed.add(stored.length, performance.now());
    this.#tools.onStored(stored, barcodes);
    this.#report();
  }

  async #encode(batch: readonly ReadPatchOf[]): Promise<Uint8Array<ArrayBuffer>[]> {
    if (batch.length === 0) return [];
    const images = batch.map(({ patch }) => patch.rgb);
    const noteRecovery = (error: AppError) => {
      this.#notices = [...this.#notices, toErrorReport(error)];
      this.#report();
    };
    return this.#tools.encoder.encode(images, this.#collection.profile, this.#signal, noteRecovery);
  }

  #toIndexed({ path, area, patch, fileSize, fileModified }: ReadPatchOf, barcode: Uint8Array | undefined): IndexedFile {
    if (!barcode) throw new AppError('unexpected', 'fewer barcodes than images');
    const byHand = this.#tools.labelsByHand.get(path);
    const { labelRule, added } = this.#collection;
    const label = byHand ?? labelOf(pathInFolder(path, added), labelRule);
    const labelled = { label, ...(byHand !== undefined && { labelledByHand: true as const }) };
    const { width, height, colours, thumbnail } = patch;
    const stamp = { fileSize, fileModified };
    return { path, ...(area && { area }), ...labelled, width, height, ...stamp, barcode, colours, thumbnail };
  }

  #report(): void {
    const { indexed, replaced, unchanged, failed } = this.#count;
    const done = indexed + unchanged + failed;
    const patchesPerSecond = this.#speed.patchesPerSecond;
    const { total } = this.#items;
    const left = Math.max(0, total - done);
    this.#tools.onProgress({
      done,
      total,
      indexed,
      replaced,
      unchanged,
      failures: this.#failuresToTell(),
      notices: [...this.#items.notices, ...this.#notices],
      patchesPerSecond,
      secondsLeft: patchesPerSecond > 0 ? left / patchesPerSecond : undefined,
    });
  }

  /** A copy, made a few times a second at most: one a file would cost the square of their number. */
  #failuresToTell(): IndexingState['failures'] {
    const now = performance.now();
    if (now - this.#told.at > TELL_FAILURES_EVERY_MS) this.#told = { failures: [...this.#reported.values()], at: now };
    return this.#told.failures;
  }
}
