import { barcodeBytes, type Profile, profileKey } from '../../barcode/profile.ts';
import { COLOUR_BINS } from '../../base/colour-histogram.ts';
import type { CollectionRecord } from '../schema.ts';
import { npyHeader } from './npy.ts';

export const FORMAT = 'gramscope-collection';
/** What is written. Version 1 knows nothing of whole slides, and is still read. */
export const VERSION = 2;

/** The files of an export, in their order. */
export const FILES = {
  manifest: 'collection.json',
  barcodes: 'barcodes.npy',
  colours: 'colours.npy',
  thumbnails: 'thumbnails.bin',
  patches: 'patches.csv',
  slides: 'slides.json',
  checksums: 'checksums.json',
} as const;

export const CSV_HEADER = [
  'id',
  'path',
  'label',
  'width',
  'height',
  'file_size',
  'file_modified',
  'thumbnail_bytes',
  'pixel_hash',
  'area',
] as const;

/** The columns of the table in an export of this version. */
export function columnsOf({ version }: Pick<Manifest, 'version'>): readonly string[] {
  return version === 1 ? CSV_HEADER.filter((column) => column !== 'area') : CSV_HEADER;
}

/** What an export says of the collection. Where the images came from stays behind: it holds on one machine only. */
type CollectionFacts = Pick<
  CollectionRecord,
  | 'name'
  | 'profileName'
  | 'profile'
  | 'labelRule'
  | 'sourceRule'
  | 'cutRule'
  | 'stains'
  | 'createdAt'
  | 'patchCount'
  | 'thumbnailBytes'
>;

export type Manifest = CollectionFacts & { readonly format: typeof FORMAT; readonly version: 1 | typeof VERSION };

export function manifestOf(collection: CollectionRecord): Manifest {
  return { format: FORMAT, version: VERSION, ...factsOf(collection) };
}

/** The facts alone, of a record or of a file, either of which may hold more. */
function factsOf(holder: CollectionFacts): CollectionFacts {
  const { name, profileName, profile, labelRule, sourceRule, cutRule, stains, createdAt, patchCount, thumbnailBytes } =
    holder;
  const facts = { name, profileName, profile, labelRule, sourceRule, createdAt, patchCount, thumbnailBytes };
  return { ...facts, ...(cutRule && { cutRule }), ...(stains && { stains }) };
}

/** @returns What the text says and this version knows; undefined when the text is no manifest, or one that this version does not understand. */
export function readManifest(text: string): Manifest | undefined {
  try {
    const manifest: Manifest = JSON.parse(text);
    if (manifest.format !== FORMAT || (manifest.version !== 1 && manifest.version !== VERSION)) return undefined;
    const counts = [manifest.patchCount, manifest.thumbnailBytes, manifest.createdAt, barcodeBytes(manifest.profile)];
    const words = [manifest.name, manifest.profileName, profileKey(manifest.profile)];
    const isWhole = counts.every((count) => Number.isSafeInteger(count) && count >= 0);
    const hasRules = Number.isInteger(manifest.labelRule.folderLevel) && typeof manifest.sourceRule.kind === 'string';
    if (!isWhole || !hasRules || !words.every((word) => typeof word === 'string')) return undefined;
    return { format: FORMAT, version: manifest.version, ...factsOf(manifest) };
  } catch {
    return undefined;
  }
}

/** The headers of the two arrays. */
export function arrayHeaders({ patchCount, profile }: Manifest): { barcodes: Uint8Array; colours: Uint8Array } {
  return {
    barcodes: npyHeader('|u1', patchCount, barcodeBytes(profile)),
    colours: npyHeader('<u2', patchCount, COLOUR_BINS),
  };
}

/** Bytes that each of the files must have whose size follows from the manifest. */
export function knownSizes(manifest: Manifest): Readonly<Record<'barcodes' | 'colours' | 'thumbnails', number>> {
  const { barcodes, colours } = arrayHeaders(manifest);
  return {
    barcodes: barcodes.length + manifest.patchCount * barcodeBytes(manifest.profile),
    colours: colours.length + manifest.patchCount * COLOUR_BINS * 2,
    thumbnails: manifest.thumbnailBytes,
  };
}

/** Whether barcodes of this profile can be compared with those made with these weights. */
export function fitsWeights(profile: Profile, weightsId: string): boolean {
  return profile.recipe === 1 && profile.weightsId === weightsId;
}
