import { type Collector, NearestHeap, NearestOfEachGroup } from '../barcode/nearest.ts';
import type { BitSet } from '../columns/bit-set.ts';
import type { Learned } from './lens/learned-rows.ts';

/** What every thread does for one query. */
export interface ScanJob {
  readonly claims: Claims;
  /** Rows in memory when the query came: ids 0 to rows - 1. */
  readonly rows: number;
  /** The positive examples, then the negative ones. */
  readonly examples: readonly Uint8Array[];
  readonly positives: number;
  /** The score is the smallest distance to the positive examples instead of the sum. */
  readonly byNearest: boolean;
  /** Most neighbours wanted. */
  readonly n: number;
  readonly allowed: BitSet;
  /** When given, only the nearest patch of each source is wanted: the source of patch `id` at `id`. */
  readonly sourceOf: Uint32Array | undefined;
  /** When given, distances are learned ones: the vector of each example. */
  readonly learned?: (Learned & { readonly examples: readonly Int16Array[] }) | undefined;
}

/** The nearest of many patches, which every thread looks for. */
export interface PairsJob {
  readonly claims: Claims;
  readonly rows: number;
  /** The queries: ids `first` to `end - 1`, or, where `queries` is given, the ids at these places of it. */
  readonly first: number;
  readonly end: number;
  readonly queries?: Uint32Array | undefined;
  readonly n: number;
  /** When given, patches of one source are never hits of each other. */
  readonly sourceOf: Uint32Array | undefined;
  /** When given, nor are patches with the same number. */
  readonly keptApart?: Int32Array | undefined;
  /** When given, no other patch is a query or a hit. */
  readonly allowed: BitSet | undefined;
  /** When given, distances are learned ones. */
  readonly learned?: Learned | undefined;
}

/** The nearest of consecutive patches, or places of `queries`: that of `first + i` at rank `r` at `i * n + r`. */
export interface PairsPart {
  readonly first: number;
  /** NOBODY where fewer than `n` were found. */
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly distances: Uint32Array<ArrayBuffer>;
}

/** How far a set of patches is from every one of many others, which the threads share among them. */
export interface SetsJob {
  readonly claims: Claims;
  /** The set that asks: ids of rows in memory. */
  readonly queries: Uint32Array;
  /** How many patches each of the queries stands for: 1 where they stand for themselves. */
  readonly weights: Uint32Array;
  /** Ids of rows in memory, set after set, ascending within each. */
  readonly members: Uint32Array;
  /** Where in `members` each set begins, and the last one ends. */
  readonly starts: Uint32Array;
  /** The sets where each piece of work begins, and the last one ends. */
  readonly pieces: Uint32Array;
  /** Whether each member's nearest query is wanted, too. */
  readonly bothWays: boolean;
  /** Whether it is wanted which member is the nearest of each query. */
  readonly keepsNearest: boolean;
  /** When given, distances are learned ones. */
  readonly learned?: Learned | undefined;
}

/** What a piece of work came to: that of set `first + i` at `i`. */
export interface SetsPart {
  readonly first: number;
  /** The sum over the queries of their weight times the distance to their nearest member. */
  readonly toSet: Float64Array<ArrayBuffer>;
  /** The sum over the members of the distance to their nearest query; zeros where that is not wanted. */
  readonly fromSet: Float64Array<ArrayBuffer>;
  /** For each set and query the distance to its nearest member, and that member's id; empty where that is not wanted. */
  readonly nearest: Uint32Array<ArrayBuffer>;
}

export const NOBODY = 0xffffffff;

export function collectorOf({ n, sourceOf }: Pick<ScanJob, 'n' | 'sourceOf'>): Collector {
  return sourceOf ? new NearestOfEachGroup(n, (id) => sourceOf[id] ?? NOBODY) : new NearestHeap(n);
}

/**
 * Who scans what: each thread takes the next piece that nobody has taken, so that a slow core holds up no other, until
 * there is none left or the question is withdrawn. Lies in shared memory when several threads scan.
 */
export type Claims = Int32Array;

export function newClaims(isShared: boolean): Claims {
  return new Int32Array(isShared ? new SharedArrayBuffer(8) : new ArrayBuffer(8));
}

/** The next piece, counted from 0. */
export function claim(claims: Claims): number {
  return Atomics.add(claims, 0, 1);
}

/** Pieces taken so far. */
export function claimed(claims: Claims): number {
  return Atomics.load(claims, 0);
}

export function withdraw(claims: Claims): void {
  Atomics.store(claims, 1, 1);
}

export function isWithdrawn(claims: Claims): boolean {
  return Atomics.load(claims, 1) !== 0;
}
