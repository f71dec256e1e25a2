/** Compares every patch with every other one, once a pair, and keeps the nearest of each for any number of measures. */

import { yieldToMessages } from '../../base/yield-to-messages.ts';
import { NearestTable } from '../../evaluation/nearest-table.ts';
import { NEVER_ASKS, type Partition } from '../../evaluation/partition.ts';
import type { RowScanner } from './row-scanner.ts';

/** A distance between patches: the sum of what some of the scanners say. */
export type Measure = readonly number[];

export interface Comparison {
  readonly scanners: readonly RowScanner[];
  /** Positions in `scanners`. */
  readonly measures: readonly Measure[];
  /** Who asks and who answers. */
  readonly partition: Partition;
  /** Patches with the same number never answer each other. */
  readonly keptApart: Int32Array;
  /** Rows that stay in the processor's cache while all others pass by; no scan is longer. */
  readonly blockRows: number;
  /** Neighbours kept. */
  readonly depth: number;
}

/** How long a stretch of work may hold up messages, in milliseconds. */
const STRETCH_MS = 40;

/**
 * @param onProgress Told the share of pairs compared, 0 to 1.
 * @returns The neighbours by each measure, in the order of the measures.
 * @throws The signal's reason when aborted.
 */
export async function comparePairs(
  comparison: Comparison,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<NearestTable[]> {
  const { measures, partition, blockRows, depth } = comparison;
  const size = partition.fold.length;
  const tables = measures.map(() => new NearestTable(size, depth));
  const scratch = { roles: new Uint8Array(blockRows), sums: new Uint32Array(blockRows) };
  let resumedAt = performance.now();
  for (let first = 0; first < size; first += blockRows) {
    const end = Math.min(size, first + blockRows);
    for (let query = 0; query < end - 1; query++) {
      compareRow(comparison, tables, query, Math.max(first, query + 1), end, scratch);
      if (performance.now() - resumedAt < STRETCH_MS) continue;
      await yieldToMessages();
      signal.throwIfAborted();
      onProgress(shareDone(query, first, end, size));
      resumedAt = performance.now();
    }
  }
  onProgress(1);
  return tables;
}

/** May the row answer the query, and may the query answer the row? */
const ROW_ANSWERS = 1;
const ROW_ASKS = 2;

/** What compareRow writes to, allocated once: an element for each row of a block. */
interface Scratch {
  readonly roles: Uint8Array;
  readonly sums: Uint32Array;
}

/** Compares one patch with those of a stretch that follows it, and offers each to the other. */
function compareRow(
  { scanners, measures, partition, keptApart }: Comparison,
  tables: readonly NearestTable[],
  query: number,
  first: number,
  end: number,
  { roles, sums }: Scratch,
): void {
  for (const scanner of scanners) scanner.scan(query, first, end - first);
  writeRoles(partition, keptApart, query, first, end, roles);
  for (const [at, measure] of measures.entries()) {
    const parts = measure.map((scanner) => (scanners[scanner] as RowScanner).distances);
    const distances = addUp(parts, end - first, sums);
    offerStretch(tables[at] as NearestTable, roles, query, first, end, distances);
  }
}

function writeRoles(
  { fold, answers }: Partition,
  keptApart: Int32Array,
  query: number,
  first: number,
  end: number,
  roles: Uint8Array,
): void {
  const queryFold = fold[query];
  const whenAnswering = queryFold === NEVER_ASKS ? 0 : ROW_ANSWERS;
  const whenAsking = answers[query] === 1 ? ROW_ASKS : 0;
  for (let row = first; row < end; row++) {
    const isApart = fold[row] === queryFold || keptApart[row] === keptApart[query];
    const answering = answers[row] === 1 ? whenAnswering : 0;
    const asking = fold[row] === NEVER_ASKS ? 0 : whenAsking;
    roles[row - first] = isApart ? 0 : answering | asking;
  }
}

function offerStretch(
  table: NearestTable,
  roles: Uint8Array,
  query: number,
  first: number,
  end: number,
  distances: Uint32Array,
): void {
  const { limits } = table;
  for (let row = first; row < end; row++) {
    const role = roles[row - first] as number;
    const distance = distances[row - first] as number;
    if (distance <= (limits[query] as number) && role & ROW_ANSWERS) table.offer(query, row, distance);
    if (distance <= (limits[row] as number) && role & ROW_ASKS) table.offer(row, query, distance);
  }
}

/** The sums of the parts, element by element; `sums` is overwritten where there is more than one. */
function addUp(parts: readonly Uint32Array[], count: number, sums: Uint32Array): Uint32Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  sums.fill(0, 0, count);
  for (const part of parts) {
    for (let at = 0; at < count; at++) sums[at] = (sums[at] as number) + (part[at] as number);
  }
  return sums;
}

/** The pairs of the blocks before, and of the queries before this one in its block, among all. */
function shareDone(query: number, first: number, end: number, size: number): number {
  const before = (first * first) / 2;
  const inBlock = ((query + 1) / end) * ((end * end - first * first) / 2);
  return (2 * (before + inBlock)) / (size * size);
}
