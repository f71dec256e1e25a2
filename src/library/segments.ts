/**
 * Where barcodes lie: patch `id` of a collection in segment `floor(id / capacity)`, at `id % capacity` barcodes from its
 * start. Every segment but the last is full, and the last one is as long as what it holds.
 */
import { barcodeBytes } from '../barcode/profile.ts';
import { AppError } from '../base/errors.ts';
import { checksum } from './checksum.ts';
import { getCollection, idsEnd, requireCollection } from './collections.ts';
import { numbersBetween } from './key-ranges.ts';
import type { CollectionRecord, SegmentRecord, StoredBarcode } from './schema.ts';
import { setAside } from './set-aside.ts';
import { type Transaction, transact } from './transact.ts';

const SEGMENT_BYTES = 1024 * 1024;

/** Segments asked for before they are needed, so that the disk and the reader work at the same time. */
const READ_AHEAD = 8;

/** Barcodes of consecutive patches, one after another. */
export interface BarcodeRun {
  /** Id of the patch whose barcode comes first. */
  readonly firstId: number;
  readonly barcodes: Uint8Array<ArrayBuffer>;
  /** Ids of those whose checksum does not agree: they must not be used. */
  readonly damaged?: readonly number[];
  /** Ids of deleted patches, ascending: zeros stand in their places. */
  readonly deleted?: readonly number[];
}

export interface BarcodeOfPatch {
  readonly id: number;
  readonly barcode: Uint8Array;
  /** The one it was stored with before; computed when it is not given. */
  readonly checksum?: number | undefined;
}

type SegmentStore = ReturnType<Transaction<'segments', 'readwrite'>['objectStore']>;

/** Barcodes of `bytes` bytes in a full segment: 819 of the Standard profile, 27 of the Paper one. */
export function segmentCapacity(bytes: number): number {
  return Math.max(1, Math.floor(SEGMENT_BYTES / bytes));
}

/**
 * Every barcode of a collection in id order, a segment at a time, beginning with the segment that holds patch `fromId`.
 * Some segments are read ahead. Damaged barcodes, and those whose segment is not there, are reported and marked.
 * @throws AppError collection-missing.
 */
export async function* readBarcodes(collectionId: string, fromId = 0): AsyncGenerator<BarcodeRun> {
  const collection = await getCollection(collectionId);
  const bytes = barcodeBytes(collection.profile);
  const capacity = segmentCapacity(bytes);
  const { index: first } = placeOf(fromId, bytes);
  let next = first;
  const ahead: Promise<SegmentRecord | undefined>[] = [];
  const readOn = () => {
    const reading = readSegment(collectionId, next++);
    // Whoever waits for it gets the failure; when nobody does any more, it does not matter.
    reading.catch(() => {});
    ahead.push(reading);
  };
  while (ahead.length < READ_AHEAD) readOn();
  for (let index = first; ; index++) {
    const segment = await ahead.shift();
    const firstId = index * capacity;
    // Patches may have been added since, never taken away.
    const rows = Math.min(capacity, idsEnd(collection) - firstId);
    if (!segment && rows <= 0) return;
    readOn();
    const missing = rows * bytes - (segment?.barcodes.byteLength ?? 0);
    yield missing > 0
      ? await withoutMissing(collectionId, index, segment, rows, bytes)
      : await toRun(collectionId, firstId, segment as SegmentRecord, bytes);
  }
}

async function toRun(
  collectionId: string,
  firstId: number,
  segment: SegmentRecord,
  bytes: number,
): Promise<BarcodeRun> {
  const barcodes = new Uint8Array(segment.barcodes);
  const deleted = segment.deleted?.map((row) => firstId + row) ?? [];
  const unsound = damagedRows(segment, bytes).map((row) => firstId + row);
  const told = await tellOf(collectionId, unsound, '');
  return runOf(firstId, barcodes, told.damaged, [...deleted, ...told.deleted]);
}

/** The run of a segment whose record is gone or too short: zeros stand for what is not there, and its patches are set aside. */
async function withoutMissing(
  collectionId: string,
  index: number,
  segment: SegmentRecord | undefined,
  rows: number,
  bytes: number,
): Promise<BarcodeRun> {
  const firstId = index * segmentCapacity(bytes);
  const there = segment && (await toRun(collectionId, firstId, segment, bytes));
  const from = (there?.barcodes.length ?? 0) / bytes;
  const ids = Array.from({ length: rows - from }, (_, at) => firstId + from + at);
  const detail = `segment ${index} of the barcodes is ${segment ? 'too short' : 'missing'}`;
  const { damaged, deleted } = await tellOf(collectionId, ids, detail);
  const barcodes = new Uint8Array(rows * bytes);
  if (there) barcodes.set(there.barcodes);
  return runOf(firstId, barcodes, [...(there?.damaged ?? []), ...damaged], [...(there?.deleted ?? []), ...deleted]);
}

function runOf(
  firstId: number,
  barcodes: Uint8Array<ArrayBuffer>,
  damaged: readonly number[],
  deleted: readonly number[],
): BarcodeRun {
  return { firstId, barcodes, damaged, ...(deleted.length > 0 && { deleted: [...deleted].sort((a, b) => a - b) }) };
}

/** Sets patches aside whose barcodes are of no use, but for those that are deleted: a damaged segment may not know of that. */
async function tellOf(
  collectionId: string,
  ids: readonly number[],
  detail: string,
): Promise<{ damaged: number[]; deleted: number[] }> {
  const [first, last] = [ids.at(0), ids.at(-1)];
  if (first === undefined || last === undefined) return { damaged: [], deleted: [] };
  const patches = await transact(['patches'], 'readonly', (transaction) =>
    transaction.objectStore('patches').getAll(numbersBetween(collectionId, first, last + 1)),
  );
  const wanted = new Set(patches.filter((patch) => !patch.deleted).map(({ id }) => id));
  const damaged = ids.filter((id) => wanted.has(id));
  if (damaged.length > 0) await setAside(collectionId, damaged, detail);
  return { damaged, deleted: ids.filter((id) => !wanted.has(id)) };
}

/** The runs of a run that are neither damaged nor deleted. */
export function* soundRuns(
  { firstId, barcodes, damaged = [], deleted = [] }: BarcodeRun,
  bytes: number,
): Generator<BarcodeRun> {
  const stops = [...damaged, ...deleted].sort((a, b) => a - b);
  const end = firstId + barcodes.length / bytes;
  let from = firstId;
  for (const stop of [...stops, end]) {
    const sound = barcodes.subarray((from - firstId) * bytes, (stop - firstId) * bytes);
    if (sound.length > 0) yield { firstId: from, barcodes: sound };
    from = stop + 1;
  }
}

/** One patch's barcode. @throws AppError collection-missing, patch-missing, record-damaged. */
export function readBarcode(collectionId: string, id: number): Promise<Uint8Array<ArrayBuffer>> {
  return transact(['collections', 'segments'], 'readonly', async (transaction) => {
    const collection = await requireCollection(transaction, collectionId);
    const bytes = barcodeBytes(collection.profile);
    const { index, offset } = placeOf(id, bytes);
    const isThere = id < idsEnd(collection);
    const segment = isThere ? await transaction.objectStore('segments').get([collectionId, index]) : undefined;
    if (!isThere || segment?.deleted?.includes(offset / bytes))
      throw new AppError('patch-missing', `${collectionId}/${id}`);
    const barcode = new Uint8Array(segment?.barcodes.slice(offset, offset + bytes) ?? []);
    const expected = segment?.checksums?.[offset / bytes];
    const isSound = barcode.length === bytes && (expected === undefined || checksum(barcode) === expected);
    if (!isSound) throw new AppError('record-damaged', String(id));
    return barcode;
  });
}

/**
 * Puts barcodes in their places, inside the caller's transaction; ids may be old or follow the last one without a gap.
 * @throws RangeError when a barcode's length is not the profile's.
 */
export function writeBarcodes(
  store: SegmentStore,
  collection: CollectionRecord,
  rows: readonly BarcodeOfPatch[],
): Promise<void> {
  return rewrite(store, collection, rows, false);
}

/** Whether these barcodes lie in their places unharmed. Of a collection that is hidden, too. */
export function holdsBarcodes(
  { id: collectionId, profile }: Pick<CollectionRecord, 'id' | 'profile'>,
  rows: readonly BarcodeOfPatch[],
): Promise<boolean> {
  const bytes = barcodeBytes(profile);
  return transact(['segments'], 'readonly', async (transaction) => {
    for (const { index, rows: rowsHere } of bySegment(rows, bytes)) {
      const segment = await transaction.objectStore('segments').get([collectionId, index]);
      const isHere = ({ id, barcode }: BarcodeOfPatch) =>
        segment && holdsBarcode(segment, placeOf(id, bytes).offset, barcode);
      if (!rowsHere.every(isHere)) return false;
    }
    return true;
  });
}

function holdsBarcode({ barcodes, checksums }: SegmentRecord, offset: number, barcode: Uint8Array): boolean {
  const bytes = barcode.length;
  const stored = new Uint8Array(barcodes).subarray(offset, offset + bytes);
  const isSame = stored.length === bytes && stored.every((byte, at) => byte === barcode[at]);
  return isSame && checksums?.[offset / bytes] === checksum(barcode);
}

/**
 * Puts zeros in the places of deleted patches, inside the caller's transaction.
 * @returns What stood there, in the order of `ids`.
 */
export async function eraseBarcodes(
  store: SegmentStore,
  collection: CollectionRecord,
  ids: readonly number[],
): Promise<StoredBarcode[]> {
  const bytes = barcodeBytes(collection.profile);
  const indexes = [...new Set(ids.map((id) => placeOf(id, bytes).index))];
  const segments = await Promise.all(indexes.map((index) => store.get([collection.id, index])));
  const byIndex = new Map(indexes.map((index, at) => [index, segments[at]]));
  const erased = ids.map((id): StoredBarcode => {
    const { index, offset } = placeOf(id, bytes);
    const segment = byIndex.get(index);
    const stored = segment?.barcodes.slice(offset, offset + bytes) ?? new ArrayBuffer(bytes);
    return { bytes: new Uint8Array(stored), checksum: segment?.checksums?.[offset / bytes] };
  });
  const zeros = new Uint8Array(bytes);
  await rewrite(
    store,
    collection,
    ids.map((id) => ({ id, barcode: zeros })),
    true,
  );
  return erased;
}

async function rewrite(
  store: SegmentStore,
  { id: collectionId, profile }: CollectionRecord,
  rows: readonly BarcodeOfPatch[],
  areDeleted: boolean,
): Promise<void> {
  const bytes = barcodeBytes(profile);
  for (const { index, rows: rowsHere } of bySegment(rows, bytes)) {
    const former = await store.get([collectionId, index]);
    const barcodes = overwrite(former?.barcodes, rowsHere, bytes);
    // Rows that stay keep the checksum they were stored with, and rows that should be there and are not get one that does
    // not agree: damage is not taken for the truth.
    const known = former ? (former.checksums ?? checksumsOf(former.barcodes, bytes)) : new Uint32Array();
    const checksums = new Uint32Array(barcodes.byteLength / bytes).fill(~checksum(new Uint8Array(bytes)));
    checksums.set(known);
    for (const { id, barcode, checksum: known = checksum(barcode) } of rowsHere) {
      checksums[placeOf(id, bytes).offset / bytes] = known;
    }
    const rewritten = rowsHere.map(({ id }) => placeOf(id, bytes).offset / bytes);
    const deleted = (former?.deleted ?? []).filter((row) => !rewritten.includes(row));
    if (areDeleted) deleted.push(...rewritten);
    deleted.sort((a, b) => a - b);
    await store.put({ collectionId, index, barcodes, checksums, ...(deleted.length > 0 && { deleted }) });
  }
}

function bySegment(rows: readonly BarcodeOfPatch[], bytes: number): { index: number; rows: BarcodeOfPatch[] }[] {
  const indexes = new Set(rows.map(({ id }) => placeOf(id, bytes).index));
  return [...indexes].map((index) => ({ index, rows: rows.filter(({ id }) => placeOf(id, bytes).index === index) }));
}

function checksumsOf(barcodes: ArrayBuffer, bytes: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: barcodes.byteLength / bytes }, (_, row) =>
    checksum(new Uint8Array(barcodes, row * bytes, bytes)),
  );
}

function damagedRows({ barcodes, checksums }: SegmentRecord, bytes: number): number[] {
  if (!checksums) return [];
  const actual = checksumsOf(barcodes, bytes);
  return Array.from(actual.keys()).filter((row) => actual[row] !== checksums[row]);
}

function overwrite(former: ArrayBuffer | undefined, rows: readonly BarcodeOfPatch[], bytes: number): ArrayBuffer {
  const ends = rows.map(({ id }) => placeOf(id, bytes).offset + bytes);
  const merged = new Uint8Array(Math.max(former?.byteLength ?? 0, ...ends));
  if (former) merged.set(new Uint8Array(former));
  for (const { id, barcode } of rows) {
    if (barcode.length !== bytes) throw new RangeError(`barcode of ${barcode.length} bytes instead of ${bytes}`);
    merged.set(barcode, placeOf(id, bytes).offset);
  }
  return merged.buffer;
}

function placeOf(id: number, bytes: number): { index: number; offset: number } {
  const capacity = segmentCapacity(bytes);
  return { index: Math.floor(id / capacity), offset: (id % capacity) * bytes };
}

function readSegment(collectionId: string, index: number): Promise<SegmentRecord | undefined> {
  return transact(['collections', 'segments'], 'readonly', async (transaction) => {
    await requireCollection(transaction, collectionId);
    return transaction.objectStore('segments').get([collectionId, index]);
  });
}
