import { AppError } from '../../base/errors.ts';
import type { PatchRecord } from '../schema.ts';
import { PART_BYTES } from './checksums.ts';
import { CsvReader } from './csv.ts';
import { CSV_HEADER } from './manifest.ts';

/** A line of the table of patches. */
export interface PatchRow extends Omit<PatchRecord, 'collectionId'> {
  readonly thumbnailBytes: number;
  /** Empty when the patch has no colours. */
  readonly pixelHash: string;
}

/** The rows of the table in their order, some at a time. @throws AppError import-damaged. */
export async function* readTable(table: Blob): AsyncGenerator<PatchRow[]> {
  const reader = new CsvReader();
  const decoder = new TextDecoder();
  let isHeaderRead = false;
  for (let at = 0; at < table.size; at += PART_BYTES) {
    const part = await table.slice(at, at + PART_BYTES).arrayBuffer();
    const rows = reader.push(decoder.decode(part, { stream: true }));
    if (!isHeaderRead && rows.length > 0) {
      if (rows.shift()?.join() !== CSV_HEADER.join())
        throw new AppError('import-damaged', 'the table has other columns');
      isHeaderRead = true;
    }
    yield rows.map(toRow);
  }
  if (!reader.isAtEnd || !isHeaderRead) throw new AppError('import-damaged', 'the table ends too early');
}

function toRow(fields: readonly string[]): PatchRow {
  const [id, path = '', label = '', width, height, fileSize, fileModified, thumbnailBytes, pixelHash = ''] = fields;
  if (fields.length !== CSV_HEADER.length) throw new AppError('import-damaged', `row of ${fields.length} fields`);
  return {
    id: Number(id),
    path,
    label,
    width: Number(width),
    height: Number(height),
    fileSize: Number(fileSize),
    fileModified: Number(fileModified),
    thumbnailBytes: Number(thumbnailBytes),
    pixelHash,
  };
}
