import { AppError } from '../../base/errors.ts';
import type { SlideArea } from '../../base/slide.ts';
import type { PatchRecord } from '../schema.ts';
import { PART_BYTES } from './checksums.ts';
import { CsvReader } from './csv.ts';
import { columnsOf, type Manifest } from './manifest.ts';

/** A line of the table of patches. */
export interface PatchRow extends Omit<PatchRecord, 'collectionId'> {
  readonly thumbnailBytes: number;
  /** Empty when the patch has no colours. */
  readonly pixelHash: string;
}

/** The rows of the table of an export in their order, some at a time. @throws AppError import-damaged. */
export async function* readTable(table: Blob, manifest: Pick<Manifest, 'version'>): AsyncGenerator<PatchRow[]> {
  const columns = columnsOf(manifest);
  const reader = new CsvReader();
  const decoder = new TextDecoder();
  let isHeaderRead = false;
  for (let at = 0; at < table.size; at += PART_BYTES) {
    const part = await table.slice(at, at + PART_BYTES).arrayBuffer();
    const rows = reader.push(decoder.decode(part, { stream: true }));
    if (!isHeaderRead && rows.length > 0) {
      if (rows.shift()?.join() !== columns.join()) throw new AppError('import-damaged', 'the table has other columns');
      isHeaderRead = true;
    }
    yield rows.map((fields) => toRow(fields, columns.length));
  }
  if (!reader.isAtEnd || !isHeaderRead) throw new AppError('import-damaged', 'the table ends too early');
}

function toRow(fields: readonly string[], columns: number): PatchRow {
  const [id, path = '', label = '', width, height, fileSize, fileModified, thumbnailBytes, pixelHash = '', area = ''] =
    fields;
  if (fields.length !== columns) throw new AppError('import-damaged', `row of ${fields.length} fields`);
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
    ...(area !== '' && { area: readArea(area) }),
  };
}

/** How an area stands in the table: "x y width height" in pixels of level 0. */
export function writeArea({ x, y, width, height }: SlideArea): string {
  return [x, y, width, height].join(' ');
}

function readArea(text: string): SlideArea {
  const [x = Number.NaN, y = Number.NaN, width = Number.NaN, height = Number.NaN] = text.split(' ').map(Number);
  const area = { x, y, width, height };
  if (writeArea(area) !== text) throw new AppError('import-damaged', `area ${text}`);
  return area;
}
