import { hammingDistance } from '../barcode/hamming.ts';
import type { Neighbour } from '../barcode/nearest.ts';
import { AppError } from '../base/errors.ts';
import { yieldToMessages } from '../base/yield-to-messages.ts';
import type { BitSet } from '../columns/bit-set.ts';
import { type BarcodeRun, soundRuns } from '../library/segments.ts';
import { createKernel, isShared, PAGE_BYTES, type SearchKernel } from './hamming-kernel.ts';
import { type DistanceScale, learnedDistance, scoreInBits } from './lens/learned-distance.ts';
import type { LearnedRows } from './lens/learned-rows.ts';
import type { Lens } from './lens/lens.ts';
import {
  type Claims,
  claimed,
  collectorOf,
  NOBODY,
  newClaims,
  type PairsJob,
  type PairsPart,
  type ScanJob,
  type SetsJob,
  type SetsPart,
  withdraw,
} from './scan-job.ts';
import { BATCH, layOut, MOST_EXAMPLES, type ScanLayout } from './scan-layout.ts';
import { Scanner } from './scanner.ts';
import type { RemoteHelper, StartHelper } from './start-helpers.ts';

/** Memory grows by at least this, since some engines copy it each time. */
const GROWTH_PAGES = 256;

export interface IndexOptions {
  /** On shared memory if there are to be helpers. */
  readonly kernel?: SearchKernel;
  /** Threads that there is room for, this one included. */
  readonly threads?: number;
  /** Bytes of memory that the index may take; barcodes beyond are read anew for every question. */
  readonly budget?: number;
  /** Reads stored barcodes from this patch on, in id order. */
  readonly readStored?: (firstId: number) => AsyncIterable<BarcodeRun>;
}

/** What is looked for. */
export interface Wanted extends Pick<ScanJob, 'examples' | 'positives' | 'byNearest' | 'n' | 'allowed' | 'sourceOf'> {
  /** Whether distances are those of the lens that the index has learned, in the units of lens/learned-distance.ts. */
  readonly learned?: boolean;
  /** Patches from this id on are left out; none are when it is not given. */
  readonly below?: number;
}

export interface WantedPairs {
  /** The queries: all patches, or ids `first` to `end - 1`. */
  readonly first?: number;
  readonly end?: number;
  /** Neighbours wanted of each. */
  readonly n: number;
  /** When given, patches of one source are never hits of each other: the source of patch `id` at `id`. */
  readonly sourceOf?: Uint32Array | undefined;
  /** When given, nor are patches with the same number: the number of patch `id` at `id`. */
  readonly keptApart?: Int32Array | undefined;
  /** When given, no other patch is a query or a hit: NOBODY is found for those. */
  readonly allowed?: BitSet | undefined;
  /** See `Wanted`. */
  readonly learned?: boolean;
}

export interface WantedSets extends Omit<SetsJob, 'claims' | 'pieces' | 'learned'> {
  /** See `Wanted`. */
  readonly learned?: boolean;
}

interface QueriedPairs extends WantedPairs, Pick<PairsJob, 'first' | 'end' | 'queries'> {
  readonly first: number;
  readonly end: number;
}

/** Whose scores are wanted. */
export interface Measured {
  /** Ascending, below `size`. */
  readonly ids: Uint32Array;
  /** The positive examples. */
  readonly positives: readonly Uint8Array[];
  /** The score is the smallest distance to the positive examples instead of the sum. */
  readonly byNearest: boolean;
  /** See `Wanted`. */
  readonly learned?: boolean;
}

/**
 * The barcodes of one collection in WebAssembly memory, searched exactly by one thread or several. Memory is freed with
 * the index. When it is full, barcodes stay where they are stored and pass through it at every question.
 */
export class SearchIndex {
  readonly barcodeBytes: number;
  readonly #kernel: SearchKernel;
  readonly #layout: ScanLayout;
  readonly #scanner: Scanner;
  readonly #threads: number;
  readonly #readStored: (firstId: number) => AsyncIterable<BarcodeRun>;
  readonly #helpers: RemoteHelper[] = [];
  #learned: LearnedRows | undefined;
  #nextThread = 1;
  /** Rows that there is memory for. */
  #capacity: number;
  #held = 0;
  #size = 0;

  /** @throws AppError search-out-of-memory. */
  constructor(
    barcodeBytes: number,
    { kernel = createKernel(), threads = 1, budget = 2 ** 32, readStored = readNothing }: IndexOptions = {},
  ) {
    this.barcodeBytes = barcodeBytes;
    this.#kernel = kernel;
    this.#threads = threads;
    this.#layout = layOut(barcodeBytes, threads);
    this.#scanner = new Scanner(kernel, this.#layout, 0);
    this.#readStored = readStored;
    this.#capacity = Math.max(0, Math.floor((budget - this.#layout.rowsAt) / this.#layout.rowBytes));
    if (!this.#growTo(this.#layout.rowsAt)) throw new AppError('search-out-of-memory', `${this.#layout.rowsAt} bytes`);
  }

  /** Patches known: ids 0 to size - 1. */
  get size(): number {
    return this.#size;
  }

  /** Patches whose barcodes are in memory: ids 0 to held - 1. */
  get held(): number {
    return this.#held;
  }

  /** Whether there is no memory for more. */
  get isFull(): boolean {
    return this.#held >= this.#capacity;
  }

  /** The memory that the rows lie in. */
  get memory(): WebAssembly.Memory {
    return this.#kernel.memory;
  }

  /** Lets another thread share the work, once it is ready. The index must be on shared memory. */
  async addHelper(startHelper: StartHelper): Promise<void> {
    const { memory, barcodeBytes } = this;
    const joining = { memory, barcodeBytes, threads: this.#threads, thread: this.#nextThread++ };
    this.#helpers.push(await startHelper(joining));
  }

  /** Takes the memory for this many patches at once, as far as there is any. */
  reserve(patches: number): void {
    this.#growTo(this.#rowAt(Math.min(patches, this.#capacity)));
  }

  /** Notes that patches below `size` are stored, though their barcodes are not in memory. */
  extendTo(size: number): void {
    this.#size = Math.max(this.#size, size);
  }

  /**
   * Takes consecutive barcodes from patch `firstId` on: those of ids already held are replaced, others appended as far as
   * there is memory.
   * @param firstId At most `size`, for no gap may be left.
   */
  put(firstId: number, barcodes: Uint8Array): void {
    const { barcodeBytes } = this;
    const { rowBytes } = this.#layout;
    const count = barcodes.length / barcodeBytes;
    if (!Number.isInteger(count)) throw new RangeError(`${barcodes.length} bytes are no whole number of barcodes`);
    if (firstId > this.#size) throw new RangeError(`patch ${firstId} would leave a gap after ${this.#size}`);
    const kept = this.#makeRoom(firstId, count);
    const memory = new Uint8Array(this.#kernel.memory.buffer);
    if (rowBytes === barcodeBytes) memory.set(barcodes.subarray(0, kept * barcodeBytes), this.#rowAt(firstId));
    else {
      for (let row = 0; row < kept; row++) {
        memory.set(barcodes.subarray(row * barcodeBytes, (row + 1) * barcodeBytes), this.#rowAt(firstId + row));
      }
    }
    this.#learned?.put(firstId, barcodes.subarray(0, kept * barcodeBytes));
    if (kept > 0) this.#held = Math.max(this.#held, firstId + kept);
    this.#size = Math.max(this.#size, firstId + count);
  }

  /** The lens that queries may look through. */
  get lens(): Lens | undefined {
    return this.#learned?.lens;
  }

  /**
   * Takes a lens in the place of the former one, or none: all barcodes that are held are projected. Nothing may be put meanwhile.
   * @throws AppError search-out-of-memory; the signal's reason when aborted, which leaves the former lens.
   */
  async learn(lens: Lens | undefined, signal: AbortSignal): Promise<void> {
    if (!lens) {
      this.#learned = undefined;
      return;
    }
    // Most collections have no lens: what projects is loaded with the first one.
    const { LearnedRows } = await import('./lens/learned-rows.ts');
    signal.throwIfAborted();
    const learned = new LearnedRows(lens, this.#held, isShared(this.#kernel.memory));
    const { blockRows } = this.#layout;
    for (let first = 0; first < this.#held; first += blockRows) {
      learned.put(first, this.#barcodesOf(first, Math.min(blockRows, this.#held - first)));
      await yieldToMessages();
      signal.throwIfAborted();
    }
    this.#learned = learned;
  }

  /** The vector of a barcode by the lens. @throws RangeError without one. */
  vectorOf(barcode: Uint8Array): Int16Array {
    return this.#requireLearned().projector.unitVectorsOf(barcode);
  }

  /** The distance of two patches that are held. @param learned See `Wanted`. */
  distanceOfPair(a: number, b: number, learned: boolean): number {
    const differing = hammingDistance(this.barcodeOf(a), this.barcodeOf(b));
    if (!learned) return differing;
    const rows = this.#requireLearned();
    return learnedDistance(differing, rows.vectorOf(a), rows.vectorOf(b), rows.learned().scale);
  }

  /** A learned distance in bits. */
  inBits(distance: number): number {
    return scoreInBits(distance, this.#requireLearned().learned().scale);
  }

  /** A copy of the barcode of a patch that is held. @throws AppError patch-missing. */
  barcodeOf(id: number): Uint8Array<ArrayBuffer> {
    if (id >= this.#held) throw new AppError('patch-missing', String(id));
    const row = new Uint8Array(this.#kernel.memory.buffer, this.#rowAt(id), this.barcodeBytes);
    return new Uint8Array(row);
  }

  /**
   * The nearest among the patches known when the call begins, by score, then id. Messages are let through meanwhile, so
   * that `signal` may abort.
   * @throws The signal's reason when aborted; RangeError when an example has another length than the barcodes, or there
   * are none or too many.
   */
  async nearest({ below = this.#size, learned = false, ...wanted }: Wanted, signal: AbortSignal): Promise<Neighbour[]> {
    this.#check(wanted);
    const size = Math.min(below, this.#size);
    const rows = learned ? this.#requireLearned() : undefined;
    const job: ScanJob = {
      ...wanted,
      claims: newClaims(this.#isShared),
      rows: Math.min(size, this.#held),
      learned: rows && {
        ...rows.learned(wanted.byNearest ? 1 : wanted.positives),
        examples: wanted.examples.map((example) => rows.projector.unitVectorsOf(example)),
      },
    };
    const collector = collectorOf(job);
    const found = await this.#share(job.claims, signal, [
      ...this.#helpers.map((helper) => helper.scan(job)),
      this.#scanner.scan(job),
    ]);
    for (const { id, distance } of found.flat()) collector.offer(id, distance);
    if (size <= job.rows) return collector.ranked();
    for await (const run of this.#readStored(job.rows)) {
      signal.throwIfAborted();
      for (const { firstId, barcodes } of soundRuns(run, this.barcodeBytes)) {
        const skipped = Math.max(0, job.rows - firstId);
        const read = barcodes.subarray(skipped * this.barcodeBytes, Math.max(0, size - firstId) * this.barcodeBytes);
        this.#scanner.scanForeign(job, collector, firstId + skipped, read, rows?.projector.unitVectorsOf(read));
      }
      if (run.firstId + run.barcodes.length / this.barcodeBytes >= size) break;
    }
    return collector.ranked();
  }

  /**
   * The nearest of each patch of a range among all that are held, itself never among them.
   * @param onProgress Told the share done, 0 to 1.
   * @throws AppError search-out-of-memory when not all barcodes are held; the signal's reason when aborted.
   */
  async nearestOfAll(
    { first = 0, end = this.#size, ...wanted }: WantedPairs,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<PairsPart> {
    if (this.#held < this.#size) throw new AppError('search-out-of-memory', `${this.#held} of ${this.#size} patches`);
    return this.#nearestOf({ ...wanted, first, end }, signal, onProgress);
  }

  /**
   * The nearest of some patches among all that are held, themselves never among them: that of `queries[i]` at rank `r` at
   * `i * n + r`.
   * @param queries Ids below `held`.
   * @throws The signal's reason when aborted.
   */
  nearestOfSome(
    queries: Uint32Array,
    wanted: Omit<WantedPairs, 'first' | 'end'>,
    signal: AbortSignal,
  ): Promise<PairsPart> {
    return this.#nearestOf({ ...wanted, queries, first: 0, end: queries.length }, signal, () => {});
  }

  async #nearestOf(
    { first, end, n, sourceOf, keptApart, allowed, learned, queries }: QueriedPairs,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<PairsPart> {
    const job: PairsJob = {
      ...{ first, end, n, sourceOf, keptApart, allowed, queries },
      claims: newClaims(this.#isShared),
      rows: this.#held,
      learned: learned ? this.#requireLearned().learned() : undefined,
    };
    const batches = Math.ceil((end - first) / BATCH);
    const parts = await this.#share(job.claims, signal, [
      ...this.#helpers.map((helper) => helper.scanPairs(job)),
      this.#scanner.scanPairs(job, () => onProgress(Math.min(1, claimed(job.claims) / batches))),
    ]);
    const count = Math.max(0, end - first) * n;
    const whole = { first, ids: new Uint32Array(count).fill(NOBODY), distances: new Uint32Array(count).fill(NOBODY) };
    for (const part of parts.flat()) {
      whole.ids.set(part.ids, (part.first - first) * n);
      whole.distances.set(part.distances, (part.first - first) * n);
    }
    return whole;
  }

  /**
   * How far one set of patches is from each of others, by the barcodes of all of them.
   * @param onProgress Told the share done, 0 to 1.
   * @throws AppError search-out-of-memory when not all barcodes are held; the signal's reason when aborted.
   */
  async measureSets(
    { learned = false, ...wanted }: WantedSets,
    signal: AbortSignal,
    onProgress: (share: number) => void,
  ): Promise<Omit<SetsPart, 'first'>> {
    if (this.#held < this.#size) throw new AppError('search-out-of-memory', `${this.#held} of ${this.#size} patches`);
    const sets = wanted.starts.length - 1;
    const job: SetsJob = {
      ...wanted,
      claims: newClaims(this.#isShared),
      pieces: piecesOf(wanted.starts),
      learned: learned ? this.#requireLearned().learned() : undefined,
    };
    const parts = await this.#share(job.claims, signal, [
      ...this.#helpers.map((helper) => helper.measureSets(job)),
      this.#scanner.measureSets(job, () => onProgress(Math.min(1, claimed(job.claims) / (job.pieces.length - 1)))),
    ]);
    const whole = {
      toSet: new Float64Array(sets),
      fromSet: new Float64Array(sets),
      nearest: new Uint32Array(wanted.keepsNearest ? sets * wanted.queries.length * 2 : 0),
    };
    for (const { first, toSet, fromSet, nearest } of parts.flat()) {
      whole.toSet.set(toSet, first);
      whole.fromSet.set(fromSet, first);
      whole.nearest.set(nearest, wanted.keepsNearest ? first * wanted.queries.length * 2 : 0);
    }
    return whole;
  }

  /**
   * The score of each of some patches: at `i` that of patch `ids[i]`; NaN where its barcode is found damaged as it is read.
   * @throws The signal's reason when aborted; RangeError when an example has another length than the barcodes, or there are
   * none or too many.
   */
  async scoresOf(
    { ids, positives, byNearest, learned = false }: Measured,
    signal: AbortSignal,
  ): Promise<Float64Array<ArrayBuffer>> {
    this.#check({ examples: positives, positives: positives.length });
    const scores = new Float64Array(ids.length).fill(byNearest ? Number.POSITIVE_INFINITY : 0);
    const scale = learned ? this.#requireLearned().learned(byNearest ? 1 : positives.length).scale : undefined;
    for (const example of positives) {
      const distances = await this.#distancesOf(ids, example, scale, signal);
      for (const [at, distance] of distances.entries()) {
        const score = scores[at] as number;
        const known = distance === NOBODY ? Number.NaN : distance;
        scores[at] = byNearest ? Math.min(score, known) : score + known;
      }
    }
    return scores;
  }

  /** NOBODY where a barcode is damaged. @param scale Of learned distances; undefined for plain ones. */
  async #distancesOf(
    ids: Uint32Array,
    example: Uint8Array,
    scale: DistanceScale | undefined,
    signal: AbortSignal,
  ): Promise<Uint32Array> {
    const distances = new Uint32Array(ids.length);
    const own = scale && this.vectorOf(example);
    let at = 0;
    while (at < ids.length && (ids[at] as number) < this.#held) {
      const end = endOfRun(ids, at, this.#held);
      await this.#scanner.measure(example, ids[at] as number, distances.subarray(at, end), signal);
      for (; at < end && scale && own; at++) {
        const vector = this.#requireLearned().vectorOf(ids[at] as number);
        distances[at] = learnedDistance(distances[at] as number, vector, own, scale);
      }
      at = end;
    }
    if (at === ids.length) return distances;
    for await (const { firstId, barcodes, damaged = [] } of this.#readStored(ids[at] as number)) {
      signal.throwIfAborted();
      for (; at < ids.length; at++) {
        const from = ((ids[at] as number) - firstId) * this.barcodeBytes;
        if (from >= barcodes.length) break;
        if (damaged.includes(ids[at] as number)) {
          distances[at] = NOBODY;
          continue;
        }
        const barcode = barcodes.subarray(from, from + this.barcodeBytes);
        const differing = hammingDistance(example, barcode);
        distances[at] = scale && own ? learnedDistance(differing, this.vectorOf(barcode), own, scale) : differing;
      }
      if (at === ids.length) break;
    }
    return distances;
  }

  /** Waits for every thread; all of them stop at their next piece when aborted or when one fails. */
  async #share<Part>(claims: Claims, signal: AbortSignal, work: readonly Promise<Part>[]): Promise<Part[]> {
    const stop = () => withdraw(claims);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    try {
      const parts = await Promise.all(work);
      signal.throwIfAborted();
      return parts;
    } catch (thrown) {
      stop();
      throw thrown;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #requireLearned(): LearnedRows {
    if (!this.#learned) throw new RangeError('there is no lens');
    return this.#learned;
  }

  /** Consecutive barcodes that are held, packed: the rows themselves where nothing lies between them, else copies. */
  #barcodesOf(first: number, count: number): Uint8Array {
    const { barcodeBytes } = this;
    const { rowBytes } = this.#layout;
    const rows = new Uint8Array(this.#kernel.memory.buffer, this.#rowAt(first), count * rowBytes);
    if (rowBytes === barcodeBytes) return rows;
    const barcodes = new Uint8Array(count * barcodeBytes);
    for (let row = 0; row < count; row++) {
      barcodes.set(rows.subarray(row * rowBytes, row * rowBytes + barcodeBytes), row * barcodeBytes);
    }
    return barcodes;
  }

  get #isShared(): boolean {
    return this.#helpers.length > 0;
  }

  #check({ examples, positives }: Pick<Wanted, 'examples' | 'positives'>): void {
    if (positives < 1 || examples.length < positives || examples.length > MOST_EXAMPLES) {
      throw new RangeError(`${positives} positive ones of ${examples.length} examples`);
    }
    for (const { length } of examples)
      if (length !== this.barcodeBytes) throw new RangeError(`query of ${length} bytes`);
  }

  /** @returns How many of the barcodes there is room for; when there is not for all, the index is full. */
  #makeRoom(firstId: number, count: number): number {
    const wanted = Math.min(count, this.#capacity - firstId);
    // What is not in memory leaves no hole in it.
    if (wanted <= 0 || firstId > this.#held) return 0;
    if (this.#growTo(this.#rowAt(firstId + wanted))) return wanted;
    const { byteLength } = this.#kernel.memory.buffer;
    this.#capacity = Math.floor((byteLength - this.#layout.rowsAt) / this.#layout.rowBytes);
    return Math.max(0, Math.min(wanted, this.#capacity - firstId));
  }

  #rowAt(id: number): number {
    return this.#layout.rowsAt + id * this.#layout.rowBytes;
  }

  /** @returns False when there is not so much memory; what there was stays. */
  #growTo(bytes: number): boolean {
    const { memory } = this.#kernel;
    const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES);
    return missing <= 0 || grow(memory, Math.max(missing, GROWTH_PAGES)) || grow(memory, missing);
  }
}

/** Where the consecutive ids below `limit` that begin at `at` end. */
function endOfRun(ids: Uint32Array, at: number, limit: number): number {
  const first = ids[at] as number;
  let end = at + 1;
  while (end < ids.length && ids[end] === first + end - at && first + end - at < limit) end++;
  return end;
}

function grow(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}

/** Members of sets that a thread takes at once: some milliseconds of work a batch of queries. */
const MEMBERS_A_PIECE = 512;

/** The sets where each piece of work begins, and the last one ends. */
function piecesOf(starts: Uint32Array): Uint32Array {
  const pieces = [0];
  let begin = starts[0] as number;
  for (let set = 1; set < starts.length; set++) {
    const end = starts[set] as number;
    if (end - begin < MEMBERS_A_PIECE && set < starts.length - 1) continue;
    pieces.push(set);
    begin = end;
  }
  return Uint32Array.from(pieces);
}

async function* readNothing(): AsyncGenerator<BarcodeRun> {}
