import * as v from 'valibot';
import { AppError } from '../../base/errors.ts';
import { parse } from '../../base/parse.ts';
import type { SlideArea } from '../../base/slide.ts';
import {
  areaSchema,
  countSchema,
  LONGEST,
  labelSchema,
  pathSchema,
  pixelHashSchema,
  pixelsSchema,
  timeSchema,
} from '../facts.ts';
import { patchPath, slidePathOf } from '../patch-path.ts';
import type { PatchRecord } from '../schema.ts';
import { PART_BYTES } from './checksums.ts';
import { CsvReader } from './csv.ts';
import { columnsOf, FILES, type Manifest } from './manifest.ts';

/** A line of the table of patches. */
export interface PatchRow extends Omit<PatchRecord, 'collectionId'> {
  readonly thumbnailBytes: number;
  /** Empty when the patch has no colours. */
  readonly pixelHash: string;
}

/** A number as it is written into the table. */
const numberField = v.pipe(v.string(), v.regex(/^-?\d{1,16}(\.\d{1,16})?$/), v.transform(Number));

const areaField = v.pipe(
  v.string(),
  v.regex(/^(\d{1,10} ){3}\d{1,10}$/),
  v.transform((text): unknown => {
    const [x, y, width, height] = text.split(' ').map(Number);
    return { x, y, width, height };
  }),
  areaSchema,
);

/** By the names of the columns. */
const rowSchema: v.GenericSchema<unknown, PatchRow> = v.pipe(
  v.object({
    id: v.pipe(numberField, countSchema),
    path: pathSchema,
    label: labelSchema,
    width: v.pipe(numberField, pixelsSchema),
    height: v.pipe(numberField, pixelsSchema),
    file_size: v.pipe(numberField, countSchema),
    file_modified: v.pipe(numberField, timeSchema),
    thumbnail_bytes: v.pipe(numberField, countSchema),
    pixel_hash: pixelHashSchema,
    area: v.union([v.literal(''), areaField]),
  }),
  v.transform(({ id, path, label, width, height, pixel_hash, area, ...row }) => ({
    ...{ id, path, label, width, height },
    fileSize: row.file_size,
    fileModified: row.file_modified,
    thumbnailBytes: row.thumbnail_bytes,
    pixelHash: pixel_hash,
    ...(area !== '' && { area }),
  })),
  v.check(
    ({ path, area }) => !area || path === patchPath(slidePathOf({ path, area }) ?? '', area),
    'path and area differ',
  ),
);

/**
 * The rows of the table of an export in their order, some at a time.
 * @throws AppError import-damaged when it ends midway, import-invalid when it says what no export does.
 */
export async function* readTable(table: Blob, manifest: Pick<Manifest, 'version'>): AsyncGenerator<PatchRow[]> {
  const columns = columnsOf(manifest);
  const reader = new CsvReader();
  const decoder = new TextDecoder();
  let isHeaderRead = false;
  let row = 0;
  for (let at = 0; at < table.size; at += PART_BYTES) {
    const part = await table.slice(at, at + PART_BYTES).arrayBuffer();
    const rows = reader.push(decoder.decode(part, { stream: true }));
    if (!isHeaderRead && rows.length > 0) {
      if (rows.shift()?.join() !== columns.join()) throw invalid('other columns');
      isHeaderRead = true;
    }
    for (const fields of rows) if (fields.length !== columns.length) throw invalid(`a row of ${fields.length} fields`);
    if (reader.unfinished > LONGEST.path) throw invalid('a field without an end');
    yield rows.map((fields) => toRow(fields, row++));
  }
  if (!reader.isAtEnd || !isHeaderRead) throw new AppError('import-damaged', 'the table ends too early');
}

/** @param fields In the order of `CSV_HEADER`; the first version had no areas. */
function toRow(fields: readonly string[], at: number): PatchRow {
  const [id, path, label, width, height, file_size, file_modified, thumbnail_bytes, pixel_hash, area = ''] = fields;
  const file = { file_size, file_modified, thumbnail_bytes };
  const row = parse(rowSchema, { id, path, label, width, height, ...file, pixel_hash, area });
  if ('problem' in row) throw invalid(`row ${at}, ${row.problem}`);
  return row.value;
}

function invalid(what: string): AppError {
  return new AppError('import-invalid', `${FILES.patches}: ${what}`);
}

/** How an area stands in the table: "x y width height" in pixels of level 0. */
export function writeArea({ x, y, width, height }: SlideArea): string {
  return [x, y, width, height].join(' ');
}
