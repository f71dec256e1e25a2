import { type Collector, NearestHeap, type Neighbour } from '../barcode/nearest.ts';
import { yieldToMessages } from '../base/yield-to-messages.ts';
import { copyBits, has } from '../columns/bit-set.ts';
import type { SearchKernel } from './hamming-kernel.ts';
import type { DistanceScale } from './lens/learned-distance.ts';
import {
  claim,
  collectorOf,
  isWithdrawn,
  NOBODY,
  type PairsJob,
  type PairsPart,
  type ScanJob,
  type SetsJob,
  type SetsPart,
} from './scan-job.ts';
import { BATCH, type ScanLayout, type Slot } from './scan-layout.ts';

/** How long messages may wait while a thread scans, in milliseconds. */
const STRETCH_MS = 10;

/** Distances that are not learned have no scale. */
const PLAIN: DistanceScale = { perBit: 1, shift: 0 };

/** What one thread does of a question: it shares memory and claims with the others, and nothing else. */
export class Scanner {
  readonly #kernel: SearchKernel;
  readonly #layout: ScanLayout;
  readonly #slot: Slot;
  #resumedAt = 0;
  /** Whose queries lie in the slot: another question may have come in between. */
  #writtenFor: ScanJob | SetsJob | readonly NearestHeap[] | Uint8Array | undefined;
  #writtenBatch = 0;

  /** @param thread Which of the layout's slots is this scanner's own. */
  constructor(kernel: SearchKernel, layout: ScanLayout, thread: number) {
    const slot = layout.slots[thread];
    if (!slot) throw new RangeError(`no slot for thread ${thread}`);
    this.#kernel = kernel;
    this.#layout = layout;
    this.#slot = slot;
  }

  /** The best among the rows that this thread could claim; the rest is with the other threads. */
  async scan(job: ScanJob): Promise<Neighbour[]> {
    const { rowsAt, rowBytes, blockRows } = this.#layout;
    const collector = collectorOf(job);
    this.#startStretch();
    for (;;) {
      const first = claim(job.claims) * blockRows;
      if (first >= job.rows || isWithdrawn(job.claims)) return collector.ranked();
      const count = Math.min(blockRows, job.rows - first);
      this.#scanBlock(job, collector, rowsAt + first * rowBytes, first, count);
      await this.#letMessagesIn();
    }
  }

  /**
   * Scans barcodes that are not in memory, `firstId` onward, as `scan` does those that are.
   * @param vectors Of these barcodes, where distances are learned.
   */
  scanForeign(
    job: ScanJob,
    collector: Collector,
    firstId: number,
    barcodes: Uint8Array,
    vectors: Int16Array | undefined,
  ): void {
    const { rowBytes, blockRows, barcodeBytes } = this.#layout;
    const count = barcodes.length / barcodeBytes;
    for (let first = 0; first < count; first += blockRows) {
      const here = Math.min(blockRows, count - first);
      const memory = new Uint8Array(this.#kernel.memory.buffer);
      for (let row = 0; row < here; row++) {
        const at = (first + row) * barcodeBytes;
        memory.set(barcodes.subarray(at, at + barcodeBytes), this.#slot.windowAt + row * rowBytes);
      }
      const length = job.learned?.vectorLength ?? 0;
      const own = vectors?.subarray(first * length, (first + here) * length);
      this.#scanBlock(job, collector, this.#slot.windowAt, firstId + first, here, own);
    }
  }

  /** Writes the distances to `barcode` of consecutive rows, from row `first` on, all of them in memory. */
  async measure(barcode: Uint8Array, first: number, distances: Uint32Array, signal: AbortSignal): Promise<void> {
    const { rowsAt, rowBytes, blockRows } = this.#layout;
    const { queriesAt, foundAt } = this.#slot;
    const { memory, scan } = this.#kernel;
    this.#startStretch();
    for (let done = 0; done < distances.length; done += blockRows) {
      signal.throwIfAborted();
      const count = Math.min(blockRows, distances.length - done);
      this.#writeQueries(barcode, [barcode]);
      scan(rowsAt + (first + done) * rowBytes, rowBytes, count, queriesAt, foundAt);
      distances.set(new Uint32Array(memory.buffer, foundAt, count), done);
      await this.#letMessagesIn();
    }
  }

  /** The nearest of those queries that this thread could claim, a batch at a time. */
  async scanPairs(job: PairsJob, onBatch: () => void): Promise<PairsPart[]> {
    const parts: PairsPart[] = [];
    this.#startStretch();
    for (;;) {
      const first = job.first + claim(job.claims) * BATCH;
      if (first >= job.end || isWithdrawn(job.claims)) return parts;
      const heaps = await this.#scanBatch(job, first, Math.min(BATCH, job.end - first));
      parts.push(toPart(first, job.n, heaps));
      onBatch();
    }
  }

  async #scanBatch(job: PairsJob, first: number, count: number): Promise<NearestHeap[]> {
    const { tileRows } = this.#layout;
    const heaps = Array.from({ length: count }, () => new NearestHeap(job.n));
    for (let row = 0; row < job.rows && !isWithdrawn(job.claims); row += tileRows) {
      this.#scanTile(job, heaps, first, row, Math.min(tileRows, job.rows - row));
      await this.#letMessagesIn();
    }
    return heaps;
  }

  #scanTile(job: PairsJob, heaps: readonly NearestHeap[], first: number, row: number, rows: number): void {
    const { rowsAt, rowBytes } = this.#layout;
    const { queriesAt, queryVectorsAt, vectorsAt, limitsAt, foundAt } = this.#slot;
    const { memory, selectEach } = this.#kernel;
    const { vectors, vectorLength: length = 0, scale = PLAIN } = job.learned ?? {};
    if (this.#writtenFor !== heaps) {
      const bytes = new Uint8Array(memory.buffer);
      for (const query of heaps.keys()) {
        const id = queryIdAt(job, first + query);
        const from = rowsAt + id * rowBytes;
        bytes.copyWithin(queriesAt + query * rowBytes, from, from + rowBytes);
        if (vectors) this.#write(vectors.subarray(id * length, (id + 1) * length), queryVectorsAt + query * length * 2);
      }
      this.#writtenFor = heaps;
    }
    if (vectors) this.#write(vectors.subarray(row * length, (row + rows) * length), vectorsAt);
    const limits = new Uint32Array(memory.buffer, limitsAt, heaps.length);
    for (const [query, heap] of heaps.entries()) limits[query] = heap.limit;
    const rowAt = rowsAt + row * rowBytes;
    const triples = selectEach(
      rowAt,
      rowBytes,
      rows,
      queriesAt,
      heaps.length,
      limitsAt,
      foundAt,
      vectorsAt,
      length * 2,
      queryVectorsAt,
      scale.perBit,
      scale.shift,
    );
    const found = new Uint32Array(memory.buffer, foundAt, triples * 3);
    for (let at = 0; at < found.length; at += 3) {
      const query = found[at] ?? 0;
      const queryId = queryIdAt(job, first + query);
      const id = row + (found[at + 1] ?? 0);
      if (mayFind(job, queryId, id)) heaps[query]?.offer(id, found[at + 2] ?? 0);
    }
  }

  /** How far the queries are from those sets that this thread could claim, a piece of work at a time. */
  async measureSets(job: SetsJob, onPiece: () => void): Promise<SetsPart[]> {
    const parts: SetsPart[] = [];
    this.#startStretch();
    for (;;) {
      const piece = claim(job.claims);
      if (piece >= job.pieces.length - 1 || isWithdrawn(job.claims)) return parts;
      parts.push(await this.#measurePiece(job, job.pieces[piece] as number, job.pieces[piece + 1] as number));
      onPiece();
    }
  }

  /** Of sets `first` to `end - 1`: a batch of queries meets all their rows before the next one does. */
  async #measurePiece(job: SetsJob, first: number, end: number): Promise<SetsPart> {
    const { queries, weights, members, starts, bothWays, keepsNearest } = job;
    const part = {
      first,
      toSet: new Float64Array(end - first),
      fromSet: new Float64Array(end - first),
      nearest: new Uint32Array(keepsNearest ? (end - first) * queries.length * 2 : 0),
    };
    const [from, to] = [starts[first] as number, starts[end] as number];
    /** Of each member of these sets, its nearest query so far. */
    const ofMembers = new Uint32Array(bothWays ? (to - from) * 2 : 0).fill(NOBODY);
    const ofQueries = new Uint32Array(BATCH * 2);
    for (let batch = 0; batch < queries.length; batch += BATCH) {
      const count = Math.min(BATCH, queries.length - batch);
      for (let set = first; set < end; set++) {
        ofQueries.fill(NOBODY);
        for (let at = starts[set] as number; at < (starts[set + 1] as number); ) {
          const rows = this.#endOfRun(members, at, starts[set + 1] as number) - at;
          const ofRows = ofMembers.subarray((at - from) * 2, (at - from + rows) * 2);
          this.#measureRun(job, batch, count, members[at] as number, rows, ofQueries, bothWays ? ofRows : undefined);
          at += rows;
          await this.#letMessagesIn();
          if (isWithdrawn(job.claims)) return part;
        }
        for (let query = 0; query < count; query++) {
          part.toSet[set - first] =
            (part.toSet[set - first] as number) + (weights[batch + query] as number) * (ofQueries[query * 2] as number);
        }
        if (keepsNearest) {
          part.nearest.set(ofQueries.subarray(0, count * 2), ((set - first) * queries.length + batch) * 2);
        }
      }
    }
    for (let set = first; bothWays && set < end; set++) {
      let sum = 0;
      for (let at = starts[set] as number; at < (starts[set + 1] as number); at++) {
        sum += ofMembers[(at - from) * 2] as number;
      }
      part.fromSet[set - first] = sum;
    }
    return part;
  }

  /** Compares a batch of queries with consecutive rows, and takes what is nearer than what was found before. */
  #measureRun(
    job: SetsJob,
    batch: number,
    count: number,
    firstId: number,
    rows: number,
    ofQueries: Uint32Array,
    ofRows: Uint32Array | undefined,
  ): void {
    const { rowsAt, rowBytes } = this.#layout;
    const { queriesAt, queryVectorsAt, vectorsAt, nearestAt } = this.#slot;
    const { memory, nearestEach } = this.#kernel;
    const { vectors, vectorLength: length = 0, scale = PLAIN } = job.learned ?? {};
    if (this.#writtenFor !== job || this.#writtenBatch !== batch) {
      const bytes = new Uint8Array(memory.buffer);
      for (let query = 0; query < count; query++) {
        const id = job.queries[batch + query] as number;
        const from = rowsAt + id * rowBytes;
        bytes.copyWithin(queriesAt + query * rowBytes, from, from + rowBytes);
        if (vectors) this.#write(vectors.subarray(id * length, (id + 1) * length), queryVectorsAt + query * length * 2);
      }
      this.#writtenFor = job;
      this.#writtenBatch = batch;
    }
    const at = rowsAt + firstId * rowBytes;
    if (vectors) this.#write(vectors.subarray(firstId * length, (firstId + rows) * length), vectorsAt);
    const nearest = new Uint32Array(memory.buffer, nearestAt, Math.max(count, rows) * 2);
    nearest.set(ofQueries.subarray(0, count * 2));
    const ofRowsAt = [vectorsAt, length * 2, queryVectorsAt, scale.perBit, scale.shift] as const;
    nearestEach(at, rowBytes, rows, firstId, queriesAt, count, nearestAt, ...ofRowsAt);
    ofQueries.set(nearest.subarray(0, count * 2));
    if (!ofRows) return;
    nearest.set(ofRows);
    const ofQueriesAt = [queryVectorsAt, length * 2, vectorsAt, scale.perBit, scale.shift] as const;
    nearestEach(queriesAt, rowBytes, count, batch, at, rows, nearestAt, ...ofQueriesAt);
    ofRows.set(nearest.subarray(0, rows * 2));
  }

  /** Where the consecutive ids that begin at `at` end, or a tile of them does. */
  #endOfRun(members: Uint32Array, at: number, limit: number): number {
    const first = members[at] as number;
    const most = Math.min(limit, at + this.#layout.tileRows);
    let end = at + 1;
    while (end < most && members[end] === first + end - at) end++;
    return end;
  }

  /** @param vectors Of the block's rows, where they are not those of ids from `firstId` on. */
  #scanBlock(
    job: ScanJob,
    collector: Collector,
    rowsAt: number,
    firstId: number,
    count: number,
    vectors?: Int16Array,
  ): void {
    const { allowedAt, queriesAt, foundAt, vectorsAt, queryVectorsAt } = this.#slot;
    const { buffer } = this.#kernel.memory;
    const { learned } = job;
    const { vectorLength: length = 0, scale = PLAIN } = learned ?? {};
    this.#writeQueries(job, job.examples);
    if (learned)
      this.#write(vectors ?? learned.vectors.subarray(firstId * length, (firstId + count) * length), vectorsAt);
    copyBits(job.allowed, firstId, count, new Uint32Array(buffer, allowedAt, Math.ceil(count / 32)));
    const pairs = this.#kernel.select(
      rowsAt,
      this.#layout.rowBytes,
      count,
      queriesAt,
      job.positives,
      job.examples.length - job.positives,
      job.byNearest ? 1 : 0,
      allowedAt,
      collector.limit,
      foundAt,
      vectorsAt,
      length * 2,
      queryVectorsAt,
      scale.perBit,
      scale.shift,
    );
    const found = new Uint32Array(buffer, foundAt, pairs * 2);
    for (let at = 0; at < found.length; at += 2) collector.offer(firstId + (found[at] ?? 0), found[at + 1] ?? 0);
  }

  #writeQueries(wanted: ScanJob | Uint8Array, barcodes: readonly Uint8Array[]): void {
    if (this.#writtenFor === wanted) return;
    const { rowBytes } = this.#layout;
    const memory = new Uint8Array(this.#kernel.memory.buffer);
    for (const [at, barcode] of barcodes.entries()) {
      const address = this.#slot.queriesAt + at * rowBytes;
      memory.fill(0, address + barcode.length, address + rowBytes);
      memory.set(barcode, address);
    }
    if ('learned' in wanted && wanted.learned) {
      const { examples, vectorLength } = wanted.learned;
      for (const [at, vector] of examples.entries()) {
        this.#write(vector, this.#slot.queryVectorsAt + at * vectorLength * 2);
      }
    }
    this.#writtenFor = wanted;
  }

  #write(vectors: Int16Array, address: number): void {
    new Int16Array(this.#kernel.memory.buffer, address, vectors.length).set(vectors);
  }

  #startStretch(): void {
    this.#resumedAt = performance.now();
  }

  async #letMessagesIn(): Promise<void> {
    if (performance.now() - this.#resumedAt < STRETCH_MS) return;
    await yieldToMessages();
    this.#startStretch();
  }
}

function queryIdAt({ queries }: PairsJob, place: number): number {
  return queries ? (queries[place] as number) : place;
}

function mayFind({ sourceOf, keptApart, allowed }: PairsJob, queryId: number, id: number): boolean {
  if (id === queryId || (sourceOf && sourceOf[id] === sourceOf[queryId])) return false;
  if (keptApart && keptApart[id] === keptApart[queryId]) return false;
  return !allowed || (has(allowed, id) && has(allowed, queryId));
}

function toPart(first: number, n: number, heaps: readonly NearestHeap[]): PairsPart {
  const ids = new Uint32Array(heaps.length * n).fill(NOBODY);
  const distances = new Uint32Array(heaps.length * n).fill(NOBODY);
  for (const [query, heap] of heaps.entries()) {
    for (const [rank, neighbour] of heap.ranked().entries()) {
      ids[query * n + rank] = neighbour.id;
      distances[query * n + rank] = neighbour.distance;
    }
  }
  return { first, ids, distances };
}
