import { MOST_DIRECTIONS } from './lens/lens.ts';

/** The kernel reads 16 bytes at a time; rows are padded with zeros, which differ in no bit. */
const ALIGNMENT = 16;

/** Scanned between two claims of work: a fraction of a millisecond. */
const BLOCK_BYTES = 1024 * 1024;

/** Rows that stay in a core's cache while every query of a batch is compared with them. */
const TILE_BYTES = 128 * 1024;

/** Most examples of one question, positive and negative together. */
export const MOST_EXAMPLES = 16;

/** Queries that share one pass over the rows. */
export const BATCH = 64;

/** Bytes of a patch's vector that there is room for, 2 a direction of a lens. */
const MOST_VECTOR_BYTES = 2 * MOST_DIRECTIONS;

/** Where each thread that scans keeps what it works with. All are addresses in the kernel's memory. */
export interface Slot {
  /** Room for MOST_EXAMPLES or BATCH rows. */
  readonly queriesAt: number;
  /** Room for the vectors of the queries, and of the rows of a block or tile, where distances are learned. */
  readonly queryVectorsAt: number;
  readonly vectorsAt: number;
  /** Room for the bits of a block's rows. */
  readonly allowedAt: number;
  /** Room for a limit a query of a batch, as u32. */
  readonly limitsAt: number;
  /** Room for the nearest of each query of a batch, or of each row of a tile: a distance and a number, as u32. */
  readonly nearestAt: number;
  /** Room for all that can be found in one block or tile. */
  readonly foundAt: number;
  /** Room for a block of rows that are not kept in memory. */
  readonly windowAt: number;
}

/** How the kernel's memory is divided: a slot a thread, then the rows, one a patch in id order. */
export interface ScanLayout {
  readonly barcodeBytes: number;
  /** Bytes of a row: the barcode's, padded. */
  readonly rowBytes: number;
  readonly blockRows: number;
  readonly tileRows: number;
  readonly slots: readonly Slot[];
  readonly rowsAt: number;
}

export function layOut(barcodeBytes: number, threads: number): ScanLayout {
  const rowBytes = align(barcodeBytes);
  const blockRows = Math.max(1, Math.floor(BLOCK_BYTES / Math.max(rowBytes, MOST_VECTOR_BYTES)));
  const tileRows = Math.max(1, Math.floor(TILE_BYTES / Math.max(rowBytes, MOST_VECTOR_BYTES)));
  let end = 0;
  const take = (bytes: number) => {
    const at = end;
    end += align(bytes);
    return at;
  };
  const slots = Array.from({ length: threads }, (_, thread) => ({
    queriesAt: take(Math.max(MOST_EXAMPLES, BATCH) * rowBytes),
    queryVectorsAt: take(Math.max(MOST_EXAMPLES, BATCH) * MOST_VECTOR_BYTES),
    vectorsAt: take(blockRows * MOST_VECTOR_BYTES),
    allowedAt: take(Math.ceil(blockRows / 32) * 4),
    limitsAt: take(BATCH * 4),
    nearestAt: take(Math.max(BATCH, tileRows) * 8),
    foundAt: take(Math.max(blockRows * 8 + 16, tileRows * BATCH * 12)),
    // Only the first thread reads what is not in memory.
    windowAt: thread === 0 ? take(blockRows * rowBytes) : 0,
  }));
  return { barcodeBytes, rowBytes, blockRows, tileRows, slots, rowsAt: end };
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
