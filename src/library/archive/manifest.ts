import * as v from 'valibot';
import { barcodeBits, barcodeBytes, type Profile } from '../../barcode/profile.ts';
import { COLOUR_BINS } from '../../base/colour-histogram.ts';
import { AppError } from '../../base/errors.ts';
import { parseJson } from '../../base/parse.ts';
import { TABLE_LIMITS } from '../../base/table.ts';
import {
  countSchema,
  createdAtSchema,
  cutRuleSchema,
  LONGEST,
  labelRuleSchema,
  lensSchema,
  namedSetEntries,
  nameSchema,
  pathSchema,
  profileNameSchema,
  profileSchema,
  sourceRuleSchema,
  stainGroupsSchema,
  tablesSchema,
} from '../facts.ts';
import type { CollectionRecord, LensFacts } from '../schema.ts';
import { MOST_SETS, type NamedSet } from '../sets.ts';
import { npyHeader } from './npy.ts';

export const FORMAT = 'gramscope-collection';
/**
 * Version 1 knows nothing of whole slides, and version 2 nothing of tables; both are still read. Version 3 is written where
 * there are tables, and 4 where there is a similarity learned from labels, or cases are made by a rule that version 3 does not
 * know, so that what has none of it opens in the app of before.
 */
const VERSIONS = [1, 2, 3, 4] as const;

/** The files of an export, in their order. */
export const FILES = {
  manifest: 'collection.json',
  barcodes: 'barcodes.npy',
  colours: 'colours.npy',
  thumbnails: 'thumbnails.bin',
  patches: 'patches.csv',
  slides: 'slides.json',
  lens: 'lens.npy',
  checksums: 'checksums.json',
} as const;

/** The file of an attached table, which stands as it was given. @param at From 0. */
export function tableFile(at: number): string {
  return `table-${at + 1}.csv`;
}

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
  | 'added'
  | 'sourceRule'
  | 'cutRule'
  | 'stains'
  | 'tables'
  | 'lens'
  | 'createdAt'
  | 'patchCount'
  | 'thumbnailBytes'
>;

export type Manifest = CollectionFacts & {
  readonly format: typeof FORMAT;
  readonly version: (typeof VERSIONS)[number];
  /** Sets of patches, by the ids that they have in the export. */
  readonly sets?: readonly NamedSet[];
};

/** @param sets By the ids in the export. */
export function manifestOf(collection: CollectionRecord, sets: readonly NamedSet[] = []): Manifest {
  const { name, profileName, profile, labelRule, sourceRule, cutRule, stains, tables, lens } = collection;
  const { added, createdAt, patchCount, thumbnailBytes } = collection;
  const facts = { profileName, profile, labelRule, sourceRule, createdAt, patchCount, thumbnailBytes };
  // An import may have put a number behind a name that was as long as it may be.
  const words = { name: name.slice(0, LONGEST.name) };
  return {
    format: FORMAT,
    version: versionFor(collection),
    ...words,
    ...facts,
    ...(added && { added: added.map(({ name: folder }) => ({ name: folder })) }),
    ...(cutRule && { cutRule }),
    ...(stains && { stains }),
    ...(tables && { tables }),
    ...(lens && { lens }),
    ...(sets.length > 0 && { sets }),
  };
}

function versionFor({ sourceRule: { kind }, tables, lens }: CollectionRecord): Manifest['version'] {
  if (lens || kind === 'tcga' || kind === 'column') return 4;
  return tables ? 3 : 2;
}

const manifestSchema: v.GenericSchema<unknown, Manifest> = v.object({
  format: v.literal(FORMAT),
  version: v.picklist(VERSIONS),
  name: nameSchema,
  profileName: profileNameSchema,
  profile: profileSchema,
  labelRule: labelRuleSchema,
  sourceRule: sourceRuleSchema,
  added: v.exactOptional(v.array(v.object({ name: pathSchema }))),
  cutRule: v.exactOptional(cutRuleSchema),
  stains: v.exactOptional(stainGroupsSchema),
  tables: v.exactOptional(tablesSchema),
  lens: v.exactOptional(lensSchema),
  sets: v.exactOptional(
    v.pipe(
      v.array(v.object(namedSetEntries)),
      v.maxLength(MOST_SETS),
      v.check((sets) => new Set(sets.map(({ id }) => id)).size === sets.length, 'Expected different ids'),
      v.check((sets) => new Set(sets.map(({ name }) => name)).size === sets.length, 'Expected different names'),
    ),
  ),
  createdAt: createdAtSchema,
  patchCount: countSchema,
  thumbnailBytes: countSchema,
});

const headSchema = v.object({
  format: v.literal(FORMAT),
  version: v.picklist(VERSIONS),
  tables: v.fallback(v.pipe(v.array(v.unknown()), v.maxLength(TABLE_LIMITS.tables)), []),
  lens: v.optional(v.unknown()),
});

/** What tells an export from other files, and which files it has. @throws AppError import-foreign when this version reads none of it. */
export function readHead(
  text: string,
): Pick<Manifest, 'version'> & { readonly tables: readonly unknown[]; readonly lens?: unknown } {
  const head = parseJson(headSchema, text);
  if ('problem' in head) throw new AppError('import-foreign', `${FILES.manifest}: ${head.problem}`);
  return head.value;
}

/** What the text says and this version knows. @throws AppError import-invalid when it says what no export does. */
export function readManifest(text: string): Manifest {
  const manifest = parseJson(manifestSchema, text);
  if ('problem' in manifest) throw new AppError('import-invalid', `${FILES.manifest}: ${manifest.problem}`);
  const { sets = [], patchCount } = manifest.value;
  if (sets.some(({ members }) => (members.at(-1) ?? 0) >= Math.max(1, patchCount))) {
    throw new AppError('import-invalid', `${FILES.manifest}: a set of patches that are not there`);
  }
  return manifest.value;
}

/** The headers of the two arrays. */
export function arrayHeaders({ patchCount, profile }: Manifest): { barcodes: Uint8Array; colours: Uint8Array } {
  return {
    barcodes: npyHeader('|u1', patchCount, barcodeBytes(profile)),
    colours: npyHeader('<u2', patchCount, COLOUR_BINS),
  };
}

/** What stands before the numbers of a lens. */
export function lensHeader({ directions }: LensFacts, profile: Profile): Uint8Array<ArrayBuffer> {
  return npyHeader('<f4', directions, barcodeBits(profile) + 1);
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
