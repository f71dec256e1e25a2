/**
 * One indexing run: read ahead, encode a batch, store it, say how far it is. What is stored is stored: a run that is
 * paused, cancelled, stopped by an error or killed with its tab loses at most the batch under way.
 */
import { AppError, fromErrorReport, toErrorReport } from '../../base/errors.ts';
import { commitBatch, type FailedFile, type IndexedFile } from '../../library/commit-batch.ts';
import type { CollectionRecord, PatchRecord } from '../../library/schema.ts';
import type { PatchReaderPool } from '../decoding/patch-reader-pool.ts';
import type { EncoderHost } from '../encoding/encoder-host.ts';
import type { Intake } from '../intake/intake.ts';
import { labelOf } from '../intake/labels.ts';
import type { IndexingState } from './indexing-store.ts';
import { mapAhead, type PauseGate } from './pipeline.ts';
import { type FileStamp, type ReadOutcome, readFile } from './read-files.ts';
import { SpeedMeter } from './speed.ts';

type ReadFile = Extract<ReadOutcome, { kind: 'read' }>;

/** Most failures kept in memory before they are stored without waiting for a batch. */
const FAILURES_A_COMMIT = 50;

/** What a run works with; tests hand in their own. */
export interface RunTools {
  readonly readers: Pick<PatchReaderPool, 'readPatch' | 'size'>;
  readonly encoder: Pick<EncoderHost, 'encode'>;
  /** Patches encoded together. */
  readonly batchSize: number;
  /** Called after every commit, with what was stored and its barcodes. */
  readonly onStored: (patches: readonly PatchRecord[], barcodes: readonly Uint8Array<ArrayBuffer>[]) => void;
  readonly onProgress: (change: Partial<IndexingState>) => void;
}

export class IndexingRun {
  readonly #collection: CollectionRecord;
  readonly #intake: Intake;
  readonly #known: ReadonlyMap<string, FileStamp>;
  readonly #tools: RunTools;
  readonly #gate: PauseGate;
  readonly #signal: AbortSignal;
  readonly #speed = new SpeedMeter();
  readonly #count = { indexed: 0, unchanged: 0, failed: 0 };
  #batch: ReadFile[] = [];
  #failed: FailedFile[] = [];
  #reported: IndexingState['failures'] = [];
  #notices: IndexingState['notices'] = [];

  constructor(
    collection: CollectionRecord,
    intake: Intake,
    known: ReadonlyMap<string, FileStamp>,
    tools: RunTools,
    gate: PauseGate,
    signal: AbortSignal,
  ) {
    this.#collection = collection;
    this.#intake = intake;
    this.#known = known;
    this.#tools = tools;
    this.#gate = gate;
    this.#signal = signal;
  }

  /**
   * Comes back when every file is dealt with.
   * @throws AppError when the run cannot go on: storage-full, decoder-unreachable, another failure to store or to encode;
   * the signal's reason when cancelled. Everything stored until then stays.
   */
  async work(): Promise<void> {
    const { readers, batchSize } = this.#tools;
    const { size } = this.#collection.profile;
    const read = (file: Intake['files'][number]) => readFile(file, this.#known, readers, size, this.#signal);
    this.#speed.restart(performance.now());
    for await (const outcome of mapAhead(this.#intake.files, readers.size + batchSize, read)) {
      await this.#passGate();
      this.#take(outcome);
      if (this.#batch.length >= batchSize || this.#failed.length >= FAILURES_A_COMMIT) await this.#storeBatch();
    }
    await this.#storeBatch();
  }

  async #passGate(): Promise<void> {
    if (!this.#gate.closed) return this.#signal.throwIfAborted();
    await this.#storeBatch();
    this.#tools.onProgress({ phase: 'paused' });
    await this.#gate.pass(this.#signal);
    this.#speed.restart(performance.now());
    this.#tools.onProgress({ phase: 'running' });
  }

  #take(outcome: ReadOutcome): void {
    if (outcome.kind === 'read') {
      this.#batch.push(outcome);
      return;
    }
    // Not the file's fault: the run stops, and its files keep their chance.
    if (outcome.kind === 'failed' && outcome.error.code === 'decoder-unreachable') throw fromErrorReport(outcome.error);
    if (outcome.kind === 'failed') this.#fail(outcome);
    else this.#count.unchanged++;
    this.#report();
  }

  #fail({ path, error, fileSize, fileModified }: FailedFile): void {
    this.#failed.push({ path, error, fileSize, fileModified });
    this.#reported = [...this.#reported, { path, error }];
    this.#count.failed++;
  }

  async #storeBatch(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    const barcodes = await this.#encode(batch);
    const failed = this.#failed;
    this.#failed = [];
    if (batch.length + failed.length === 0) return;
    const indexed = batch.map((file, i) => this.#toIndexed(file, barcodes[i]));
    const stored = await commitBatch(this.#collection.id, indexed, failed);
    this.#count.indexed += stored.length;
    this.#speed.add(stored.length, performance.now());
    this.#tools.onStored(stored, barcodes);
    this.#report();
  }

  async #encode(batch: readonly ReadFile[]): Promise<Uint8Array<ArrayBuffer>[]> {
    if (batch.length === 0) return [];
    const images = batch.map(({ patch }) => patch.rgb);
    const noteRecovery = (error: AppError) => {
      this.#notices = [...this.#notices, toErrorReport(error)];
      this.#report();
    };
    return this.#tools.encoder.encode(images, this.#collection.profile, this.#signal, noteRecovery);
  }

  #toIndexed({ path, patch, fileSize, fileModified }: ReadFile, barcode: Uint8Array | undefined): IndexedFile {
    if (!barcode) throw new AppError('unexpected', 'fewer barcodes than images');
    const label = labelOf(path, this.#collection.labelRule);
    const { width, height, colours, thumbnail } = patch;
    return { path, label, width, height, fileSize, fileModified, barcode, colours, thumbnail };
  }

  #report(): void {
    const { indexed, unchanged, failed } = this.#count;
    const done = indexed + unchanged + failed;
    const patchesPerSecond = this.#speed.patchesPerSecond;
    const left = this.#intake.files.length - done;
    this.#tools.onProgress({
      done,
      indexed,
      unchanged,
      failures: this.#reported,
      notices: this.#notices,
      patchesPerSecond,
      secondsLeft: patchesPerSecond > 0 ? left / patchesPerSecond : undefined,
    });
  }
}
