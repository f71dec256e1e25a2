/**
 * Where thumbnails and colours lie: those of patches with consecutive ids in one record, since to remove a record takes the
 * database its time, whatever is in it. Versions before 7 stored a record a patch. What they have left is read where it lies,
 * and moved into blocks when it is written to, or in the background (pack-loose.ts): nothing lies in both.
 */
import { COLOUR_BINS } from '../base/colour-histogram.ts';
import { checksum } from './checksum.ts';
import { consecutiveRuns, numbersBetween, numbersFrom } from './key-ranges.ts';
import type { BlockRecord, ColourRecord, ThumbnailRecord } from './schema.ts';
import { sealColours, sealThumbnail } from './seal.ts';
import type { StoreName, Transaction } from './transact.ts';

/** What is stored of one patch, with the checksum that it was stored with, if it was stored with one. */
export type Row = ThumbnailRecord | ColourRecord;

export interface BlockKind<Kind extends Row> {
  readonly blocks: 'thumbnailBlocks' | 'colourBlocks';
  /** The store of those that have a record each. */
  readonly loose: 'thumbnails' | 'colours';
  /** Ids that a block spans. */
  readonly capacity: number;
  readonly seal: (row: Kind) => Kind;
  readonly toBytes: (row: Kind) => Uint8Array;
  readonly fromBytes: (key: Pick<Row, 'collectionId' | 'id'>, bytes: Uint8Array) => Kind;
}

/** About 140 kB a block: a gallery that is sorted anyhow reads one for each patch on the screen. */
export const THUMBNAILS: BlockKind<ThumbnailRecord> = {
  blocks: 'thumbnailBlocks',
  loose: 'thumbnails',
  capacity: 16,
  seal: sealThumbnail,
  toBytes: ({ jpeg }) => new Uint8Array(jpeg),
  fromBytes: (key, bytes) => ({ ...key, jpeg: new Uint8Array(bytes).buffer }),
};

const HISTOGRAM_BYTES = COLOUR_BINS * 2;

/** About 70 kB a block. The hash stands behind the histogram. */
export const COLOURS: BlockKind<ColourRecord> = {
  blocks: 'colourBlocks',
  loose: 'colours',
  capacity: 64,
  seal: sealColours,
  toBytes: ({ histogram: { buffer, byteOffset, byteLength }, pixelHash }) => {
    const hash = new TextEncoder().encode(pixelHash);
    const bytes = new Uint8Array(byteLength + hash.length);
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength));
    bytes.set(hash, byteLength);
    return bytes;
  },
  fromBytes: (key, bytes) => {
    const histogram = new Uint16Array(COLOUR_BINS);
    new Uint8Array(histogram.buffer).set(bytes.subarray(0, HISTOGRAM_BYTES));
    return { ...key, histogram, pixelHash: new TextDecoder().decode(bytes.subarray(HISTOGRAM_BYTES)) };
  },
};

/** The stores of both kinds, for a transaction over them. */
export const BLOCK_STORES = ['thumbnailBlocks', 'colourBlocks', 'thumbnails', 'colours'] as const;

/** Over both kinds, and whatever else. */
type Over<Name extends StoreName, Mode extends 'readonly' | 'readwrite'> = Transaction<
  Name | (typeof BLOCK_STORES)[number],
  Mode
>;

/** Those of some patches, in id order; patches that have none are left out. */
export async function readRows<Kind extends Row, Name extends StoreName, Mode extends 'readonly' | 'readwrite'>(
  transaction: Over<Name, Mode>,
  kind: BlockKind<Kind>,
  collectionId: string,
  ids: readonly number[],
): Promise<Kind[]> {
  const wanted = new Set(ids);
  const blocks = await readBlocks(transaction, kind, collectionId, ids);
  const found = blocks.flatMap((block) => unpack(kind, block)).filter(({ id }) => wanted.has(id));
  for (const { id } of found) wanted.delete(id);
  const store = transaction.objectStore(kind.loose);
  const runs = consecutiveRuns([...wanted]).map(({ first, end }) =>
    store.getAll(numbersBetween(collectionId, first, end)),
  );
  const loose = (await Promise.all(runs)).flat() as Kind[];
  return loose.length === 0 ? found : inOrder([...found, ...loose]);
}

/** Those of all patches from id `first` up to, not including, `end`, in id order. */
export async function readSpan<Kind extends Row, Name extends StoreName, Mode extends 'readonly' | 'readwrite'>(
  transaction: Over<Name, Mode>,
  kind: BlockKind<Kind>,
  collectionId: string,
  first: number,
  end: number,
): Promise<Kind[]> {
  const [firstBlock, endBlock] = [Math.floor(first / kind.capacity), Math.ceil(end / kind.capacity)];
  const [blocks, loose] = await Promise.all([
    transaction.objectStore(kind.blocks).getAll(numbersBetween(collectionId, firstBlock, endBlock)),
    transaction.objectStore(kind.loose).getAll(numbersBetween(collectionId, first, end)) as Promise<readonly Row[]>,
  ]);
  const packed = blocks.flatMap((block) => unpack(kind, block)).filter(({ id }) => id >= first && id < end);
  return loose.length === 0 ? packed : inOrder([...packed, ...(loose as readonly Kind[])]);
}

/** The first id from `first` on that may have one: blocks with it are not looked into. Undefined when there is none. */
export async function nextRow<Kind extends Row, Name extends StoreName, Mode extends 'readonly' | 'readwrite'>(
  transaction: Over<Name, Mode>,
  { blocks, loose, capacity }: BlockKind<Kind>,
  collectionId: string,
  first: number,
): Promise<number | undefined> {
  const [block, row] = await Promise.all([
    transaction.objectStore(blocks).getKey(numbersFrom(collectionId, Math.floor(first / capacity))),
    transaction.objectStore(loose).getKey(numbersFrom(collectionId, first)),
  ]);
  const ids = [...(block ? [Math.max(first, block[1] * capacity)] : []), ...(row ? [row[1]] : [])];
  return ids.length === 0 ? undefined : Math.min(...ids);
}

/**
 * Stores those of some patches, in place of former ones. Those that carry a checksum keep it.
 * @returns How many bytes more there are of all patches now: of a damaged block nobody knows how many are whose.
 */
export async function putRows<Kind extends Row, Name extends StoreName>(
  transaction: Over<Name, 'readwrite'>,
  kind: BlockKind<Kind>,
  collectionId: string,
  rows: readonly Kind[],
): Promise<number> {
  const ids = rows.map(({ id }) => id);
  const [former, taken] = await Promise.all([
    readBlocks(transaction, kind, collectionId, ids),
    takeLoose(transaction, kind, collectionId, ids),
  ]);
  const byIndex = new Map(former.map((block) => [block.index, block]));
  const blocks = indexesOf(kind, ids).map((index) => {
    const block = byIndex.get(index);
    const added = rows.filter(({ id }) => Math.floor(id / kind.capacity) === index);
    return pack(kind, { collectionId, index }, block ? [...unpack(kind, block), ...added] : added);
  });
  await Promise.all(blocks.map((block) => transaction.objectStore(kind.blocks).put(block)));
  return bytesOf(blocks) - bytesOf(former) - taken;
}

/** Removes those of some patches, wherever they lie. @returns As `putRows` does: 0 or less. */
export async function deleteRows<Kind extends Row, Name extends StoreName>(
  transaction: Over<Name, 'readwrite'>,
  kind: BlockKind<Kind>,
  collectionId: string,
  ids: readonly number[],
): Promise<number> {
  const removed = new Set(ids);
  const store = transaction.objectStore(kind.blocks);
  const [former, taken] = await Promise.all([
    readBlocks(transaction, kind, collectionId, ids),
    takeLoose(transaction, kind, collectionId, ids),
  ]);
  const left = former.map((block) => {
    const rows = unpack(kind, block).filter(({ id }) => !removed.has(id));
    return { block: pack(kind, block, rows), isEmpty: rows.length === 0 };
  });
  await Promise.all(
    left.map(({ block, isEmpty }) => (isEmpty ? store.delete([collectionId, block.index]) : store.put(block))),
  );
  return bytesOf(left.map(({ block }) => block)) - bytesOf(former) - taken;
}

/** Removes what lies loose of some patches. @returns How many bytes that was. */
async function takeLoose<Kind extends Row, Name extends StoreName>(
  transaction: Over<Name, 'readwrite'>,
  kind: BlockKind<Kind>,
  collectionId: string,
  ids: readonly number[],
): Promise<number> {
  const store = transaction.objectStore(kind.loose);
  const ranges = consecutiveRuns(ids).map(({ first, end }) => numbersBetween(collectionId, first, end));
  const found = (await Promise.all(ranges.map((range) => store.getAll(range)))).flat() as Kind[];
  if (found.length > 0) await Promise.all(ranges.map((range) => store.delete(range)));
  return found.reduce((sum, row) => sum + kind.toBytes(row).length, 0);
}

function bytesOf(blocks: readonly BlockRecord[]): number {
  return blocks.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}

async function readBlocks<Kind extends Row, Name extends StoreName, Mode extends 'readonly' | 'readwrite'>(
  transaction: Over<Name, Mode>,
  kind: BlockKind<Kind>,
  collectionId: string,
  ids: readonly number[],
): Promise<BlockRecord[]> {
  const store = transaction.objectStore(kind.blocks);
  const runs = consecutiveRuns(indexesOf(kind, ids)).map(({ first, end }) =>
    store.getAll(numbersBetween(collectionId, first, end)),
  );
  return (await Promise.all(runs)).flat();
}

function indexesOf<Kind extends Row>({ capacity }: BlockKind<Kind>, ids: readonly number[]): number[] {
  return [...new Set(ids.map((id) => Math.floor(id / capacity)))];
}

function inOrder<Kind extends Row>(rows: readonly Kind[]): Kind[] {
  return rows.toSorted((a, b) => a.id - b.id);
}

/** Numbers of each row in `BlockRecord.rows`. */
const ROW_NUMBERS = 3;

/** @param rows Of rows of one id the last counts. */
function pack<Kind extends Row>(
  kind: BlockKind<Kind>,
  { collectionId, index }: Pick<BlockRecord, 'collectionId' | 'index'>,
  rows: readonly Kind[],
): BlockRecord {
  const latest = [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => a.id - b.id);
  const parts = latest.map(kind.toBytes);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  const packed = new Uint32Array(latest.length * ROW_NUMBERS);
  let end = 0;
  for (const [at, row] of latest.entries()) {
    const part = parts[at] as Uint8Array;
    bytes.set(part, end);
    end += part.length;
    const { checksum: known = kind.seal(row).checksum ?? 0 } = row;
    packed.set([row.id - index * kind.capacity, end, known], at * ROW_NUMBERS);
  }
  return { collectionId, index, bytes: bytes.buffer, rows: packed, checksum: checksumOf(packed) };
}

function unpack<Kind extends Row>(
  kind: BlockKind<Kind>,
  { collectionId, index, bytes, rows, checksum: expected }: BlockRecord,
): Kind[] {
  const firstId = index * kind.capacity;
  if (checksumOf(rows) !== expected) {
    // Nobody knows where one begins, nor which there were: each is there, and damaged.
    return Array.from({ length: kind.capacity }, (_, at) =>
      asDamaged(kind, kind.fromBytes({ collectionId, id: firstId + at }, new Uint8Array())),
    );
  }
  const unpacked: Kind[] = [];
  let from = 0;
  for (let at = 0; at < rows.length; at += ROW_NUMBERS) {
    const [place, end, checksum] = rows.subarray(at, at + ROW_NUMBERS) as unknown as [number, number, number];
    const row = kind.fromBytes({ collectionId, id: firstId + place }, new Uint8Array(bytes).subarray(from, end));
    unpacked.push({ ...row, checksum });
    from = end;
  }
  return unpacked;
}

/** With a checksum that does not agree. */
function asDamaged<Kind extends Row>(kind: BlockKind<Kind>, row: Kind): Kind {
  return { ...row, checksum: ~(kind.seal(row).checksum ?? 0) >>> 0 };
}

function checksumOf({ buffer, byteOffset, byteLength }: BlockRecord['rows']): number {
  return checksum(new Uint8Array(buffer, byteOffset, byteLength));
}
