/**
 * Checksums of small records. Most are sealed as the JSON of all their other fields, whose order the database keeps. What is
 * unsealed has no checksum any more, and is undefined when it has changed since it was sealed; a record from before there
 * were checksums is taken as it is.
 */
import { checksum, textChecksum } from './checksum.ts';
import type { ColourRecord, LensRecord, Sealed, TableRecord, ThumbnailRecord } from './schema.ts';

/** The record with its checksum, in place of a former one. Handles of files within it are not covered. */
export function seal<Kind extends Sealed>(record: Kind): Kind {
  return { ...record, checksum: checksumOf(record) };
}

export function unseal<Kind extends Sealed>(record: Kind): Kind | undefined {
  // Once for both: of 300,000 patches, to copy each takes longer than to sum it.
  const { checksum: expected, ...unsealed } = record;
  if (expected !== undefined && expected !== textChecksum(JSON.stringify(unsealed))) return undefined;
  // TypeScript does not see that nothing but what is optional is missing.
  return unsealed as Kind;
}

export function isDamaged(record: Sealed): boolean {
  return record.checksum !== undefined && record.checksum !== checksumOf(record);
}

export function sealColours(colours: ColourRecord): ColourRecord {
  return { ...colours, checksum: checksumOfColours(colours) };
}

export function unsealColours({ checksum: expected, ...colours }: ColourRecord): ColourRecord | undefined {
  return expected === undefined || expected === checksumOfColours(colours) ? colours : undefined;
}

export function sealThumbnail(thumbnail: ThumbnailRecord): ThumbnailRecord {
  return { ...thumbnail, checksum: checksum(new Uint8Array(thumbnail.jpeg)) };
}

export function unsealThumbnail({ checksum: expected, ...thumbnail }: ThumbnailRecord): ThumbnailRecord | undefined {
  return expected === undefined || expected === checksum(new Uint8Array(thumbnail.jpeg)) ? thumbnail : undefined;
}

export function sealTable(table: TableRecord): TableRecord {
  return { ...table, checksum: checksum(new Uint8Array(table.bytes)) };
}

export function unsealTable({ checksum: expected, ...table }: TableRecord): TableRecord | undefined {
  return expected === checksum(new Uint8Array(table.bytes)) ? table : undefined;
}

export function sealLens(lens: LensRecord): LensRecord {
  return { ...lens, checksum: checksum(new Uint8Array(lens.bytes)) };
}

export function unsealLens({ checksum: expected, ...lens }: LensRecord): LensRecord | undefined {
  return expected === checksum(new Uint8Array(lens.bytes)) ? lens : undefined;
}

function checksumOf({ checksum: _checksum, ...record }: Sealed): number {
  return textChecksum(JSON.stringify(record));
}

/** The histogram as bytes, which JSON would take long over. */
function checksumOfColours({ histogram: { buffer, byteOffset, byteLength }, pixelHash }: ColourRecord): number {
  return textChecksum(pixelHash, checksum(new Uint8Array(buffer, byteOffset, byteLength)));
}
