/**
 * Compares patches and keeps the nearest of each query for any number of measures: every patch with every other one, once a
 * pair, or where that is less, each query with all patches.
 */

import { yieldToMessages } from '../../base/yield-to-messages.ts';
import { NearestTable } from '../../evaluation/nearest-table.ts';
import { areFewQueries, pairsCompared } from '../../evaluation/pairs-compared.ts';
import type { Partition } from '../../evaluation/partition.ts';
import type { RowScanner } from './row-scanner.ts';

/** A distance between patches: the sum of what some of the scanners say. */
export type Measure = readonly number[];

export interface Comparison {
  readonly scanners: readonly RowScanner[];
  /** Positions in `scanners`. */
  readonly measures: readonly Measure[];
  /** Which are queries, and which are references. */
  readonly partition: Partition;
  /** Patches with the same number are never references of each other. */
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
  const { queries } = partition;
  const size = partition.fold.length;
  const tables = measures.map(() => new NearestTable(size, depth, queries));
  const scratch = { roles: new Uint8Array(blockRows), sums: new Uint32Array(blockRows) };
  const total = pairsCompared(queries.length, size);
  let done = 0;
  let resumedAt = performance.now();
  for (let first = 0; first < size; first += blockRows) {
    const end = Math.min(size, first + blockRows);
    for (const { row, from, meets } of passing(queries, size, first, end)) {
      compareRow(comparison, tables, row, meets, from, end, scratch);
      done += end - from;
      if (performance.now() - resumedAt < STRETCH_MS) continue;
      await yieldToMessages();
      signal.throwIfAborted();
      onProgress(Math.min(1, done / total));
      resumedAt = performance.now();
    }
  }
  onProgress(1);
  return tables;
}

/** In what roles the patches of a block stand to the one that passes: as its references, or as its queries, too. */
const AS_REFERENCE = 1;
const AS_QUERY = 2;

/** A patch that is compared with those of a block from `from` on. */
interface Passing {
  readonly row: number;
  readonly from: number;
  readonly meets: number;
}

/** The patches that pass a block of rows, which stays in the processor's cache meanwhile. */
function* passing(queries: Int32Array, size: number, first: number, end: number): Generator<Passing> {
  if (areFewQueries(queries.length, size)) {
    for (const row of queries) yield { row, from: first, meets: AS_REFERENCE };
    return;
  }
  for (let row = 0; row < end - 1; row++) yield { row, from: Math.max(first, row + 1), meets: AS_REFERENCE | AS_QUERY };
}

/** What compareRow writes to, allocated once: an element for each row of a block. */
interface Scratch {
  readonly roles: Uint8Array;
  readonly sums: Uint32Array;
}

/** Compares one patch with a stretch of others, and offers each to the other in the roles that they meet in. */
function compareRow(
  { scanners, measures, partition, keptApart }: Comparison,
  tables: readonly NearestTable[],
  query: number,
  meets: number,
  first: number,
  end: number,
  { roles, sums }: Scratch,
): void {
  for (const scanner of scanners) scanner.scan(query, first, end - first);
  writeRoles(partition, keptApart, query, meets, first, end, roles);
  for (const [at, measure] of measures.entries()) {
    const parts = measure.map((scanner) => (scanners[scanner] as RowScanner).distances);
    const distances = addUp(parts, end - first, sums);
    offerStretch(tables[at] as NearestTable, roles, query, first, end, distances);
  }
}

function writeRoles(
  { fold, references }: Partition,
  keptApart: Int32Array,
  query: number,
  meets: number,
  first: number,
  end: number,
  roles: Uint8Array,
): void {
  const queryFold = fold[query];
  const asQuery = references[query] === 1 ? meets & AS_QUERY : 0;
  for (let row = first; row < end; row++) {
    const isApart = fold[row] === queryFold || keptApart[row] === keptApart[query];
    const asReference = references[row] === 1 ? AS_REFERENCE : 0;
    roles[row - first] = isApart ? 0 : asReference | asQuery;
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
    if (distance <= (limits[query] as number) && role & AS_REFERENCE) table.offer(query, row, distance);
    if (distance <= (limits[row] as number) && role & AS_QUERY) table.offer(row, query, distance);
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
