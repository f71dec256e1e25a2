/** What the groups of a Zarr folder say they are. The page asks it of every such folder: it must not need the arrays' reader. */
import * as v from 'valibot';
import { parseJson } from '../../base/parse.ts';
import type { ByteRanges } from './byte-ranges.ts';
import { FolderFile } from './folder-file.ts';

/** What the attributes of a group say, wherever the version has them, as far as it matters here. */
const attributesSchema = v.object({
  multiscales: v.optional(v.unknown()),
  omero: v.optional(v.unknown()),
  plate: v.optional(v.unknown()),
  well: v.optional(v.unknown()),
  'image-label': v.optional(v.unknown()),
  labels: v.optional(v.unknown()),
});
export type ZarrAttributes = v.InferOutput<typeof attributesSchema>;
/** Since version 0.5, what is OME's stands by itself. */
const groupSchema = v.object({
  attributes: v.optional(v.object({ ...attributesSchema.entries, ome: v.optional(attributesSchema) })),
});

/**
 * What a Zarr folder is, by its attributes alone: a slide, or in words what else.
 * @throws AppError image-broken, file-unreadable
 */
export async function kindOfZarr(source: ByteRanges): Promise<{ kind: 'slide' } | { kind: 'other'; what: string }> {
  const folder = await FolderFile.open(source);
  const attributes = await attributesOf(folder, '');
  const other = attributes && otherInWords(attributes);
  return other ? { kind: 'other', what: other } : { kind: 'slide' };
}

/** Groups of the OME-Zarr specification that are no images. */
export function otherInWords(attributes: ZarrAttributes): string | undefined {
  if (attributes.plate !== undefined)
    return 'OME-Zarr plate of many wells: drop the image of a field, two folders further in';
  if (attributes.well !== undefined) return 'OME-Zarr well of several fields: drop the folder of one of them';
  if (attributes['image-label'] !== undefined) return 'OME-Zarr label image: a segmentation, and no slide';
  if (attributes.labels !== undefined && attributes.multiscales === undefined)
    return 'OME-Zarr folder of label images, and no slide';
  return undefined;
}

/** Of a group; undefined where none is described. */
export async function attributesOf(folder: FolderFile, path: string): Promise<ZarrAttributes | undefined> {
  const third = await folder.readText(`${path}/zarr.json`);
  if (third !== undefined) {
    const group = parseJson(groupSchema, third);
    const attributes = 'value' in group ? group.value.attributes : undefined;
    return attributes?.ome ?? attributes ?? {};
  }
  const second = await folder.readText(`${path}/.zattrs`);
  if (second === undefined) return undefined;
  const attributes = parseJson(attributesSchema, second);
  return 'value' in attributes ? attributes.value : {};
}
