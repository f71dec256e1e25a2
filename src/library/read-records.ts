/**
 * Stored records as they are read: unsealed, and parsed, since an older version may have taken in what no collection says. A
 * patch, a slide or a failure that cannot be read counts as damaged. Of a collection everything is shown that can be.
 */
import * as v from 'valibot';
import { NAMED_SETTINGS, profileWith } from '../barcode/profile.ts';
import { COLOUR_BINS } from '../base/colour-histogram.ts';
import { ERROR_TEXTS, type ErrorCode } from '../base/error-texts.ts';
import { parse } from '../base/parse.ts';
import {
  areaSchema,
  countSchema,
  createdAtSchema,
  cutRuleSchema,
  fingerprintSchema,
  LONGEST,
  labelRuleSchema,
  labelSchema,
  lensSchema,
  nameSchema,
  pathSchema,
  pixelHashSchema,
  pixelsSchema,
  profileNameSchema,
  profileSchema,
  shownChannelsSchema,
  slideCutSchema,
  slideInfoSchema,
  sourceRuleSchema,
  stainGroupsSchema,
  stainsSchema,
  tablesSchema,
  timeSchema,
} from './facts.ts';
import type {
  AddedFolder,
  CollectionRecord,
  ColourRecord,
  FailureRecord,
  Origin,
  PatchRecord,
  SlideRecord,
  ThumbnailRecord,
  UnfinishedRun,
} from './schema.ts';
import { unseal, unsealColours, unsealThumbnail } from './seal.ts';

/** Handles are the browser's own objects; that of an older version is of no other kind. */
const originSchema: v.GenericSchema<unknown, Origin> = v.variant('kind', [
  v.object({ kind: v.literal('folder'), handle: v.exactOptional(v.custom<FileSystemDirectoryHandle>(isObject)) }),
  v.object({ kind: v.literal('files') }),
  v.object({ kind: v.literal('sample') }),
]);

const addedSchema: v.GenericSchema<unknown, readonly AddedFolder[]> = v.array(
  v.object({ name: pathSchema, handle: v.exactOptional(v.custom<FileSystemDirectoryHandle>(isObject)) }),
);

const runEntries = {
  total: countSchema,
  folder: v.exactOptional(v.string()),
  bringsBack: v.exactOptional(v.literal(true)),
  labelsFrom: v.exactOptional(v.string()),
  hidden: v.exactOptional(countSchema),
};

const runSchema: v.GenericSchema<unknown, UnfinishedRun> = v.object(runEntries);

const durationSchema = v.pipe(v.number(), v.minValue(0), v.finite());

/** Every fact of a collection: TypeScript asks for those that are added. */
type Fact = Exclude<keyof CollectionRecord, 'id' | 'checksum'>;

const FACTS: { readonly [Key in Fact]-?: v.GenericSchema<unknown, CollectionRecord[Key]> } = {
  name: nameSchema,
  profileName: profileNameSchema,
  profile: profileSchema,
  origin: originSchema,
  added: addedSchema,
  labelRule: labelRuleSchema,
  sourceRule: sourceRuleSchema,
  cutRule: cutRuleSchema,
  intakeChoice: v.object({
    masks: v.picklist(['leave-out', 'index']),
    largeImages: v.picklist(['cut', 'whole']),
    stacks: v.exactOptional(v.picklist(['first', 'all'])),
    channels: v.exactOptional(shownChannelsSchema),
  }),
  stains: stainGroupsSchema,
  tables: tablesSchema,
  lens: lensSchema,
  createdAt: createdAtSchema,
  patchCount: countSchema,
  nextId: countSchema,
  thumbnailBytes: countSchema,
  indexingTime: v.object({
    patches: countSchema,
    milliseconds: durationSchema,
    batches: countSchema,
    sumAPatch: durationSchema,
    squaresAPatch: durationSchema,
  }),
  unfinished: v.object({ ...runEntries, earlier: v.exactOptional(v.array(runSchema)) }),
  deleted: v.literal(true),
  restoring: v.object({ archive: v.string(), total: countSchema }),
};

/** A collection as it was read. */
export interface ReadCollection extends CollectionRecord {
  /** What could not be read: something harmless stands in its place, or nothing. */
  readonly unreadable?: readonly Fact[];
}

/** Shows what there is to see of a collection, a damaged one too. Without its profile it can be listed and deleted, and nothing else. */
export function readCollection({ id, checksum, ...stored }: CollectionRecord): ReadCollection {
  const unreadable: Fact[] = [];
  const facts = new Map<string, unknown>();
  for (const [fact, schema] of Object.entries(FACTS) as [Fact, v.GenericSchema][]) {
    if (stored[fact] === undefined) continue;
    const parsed = parse(schema, stored[fact]);
    if ('value' in parsed) facts.set(fact, parsed.value);
    else unreadable.push(fact);
  }
  return {
    ...{ id, ...substitutesFor(stored) },
    // biome-ignore lint/plugin: the keys are Facts.
    ...(Object.fromEntries(facts) as Partial<CollectionRecord>),
    ...(checksum !== undefined && { checksum }),
    ...(unreadable.length > 0 && { unreadable }),
  };
}

/** What stands in the place of facts that every collection has. */
function substitutesFor({ name }: Pick<CollectionRecord, 'name'>): Omit<CollectionRecord, 'id'> {
  return {
    name: typeof name === 'string' && name !== '' ? `${name.slice(0, LONGEST.typed)}…` : 'Collection without a name',
    profileName: 'custom',
    profile: profileWith(NAMED_SETTINGS.standard, ''),
    origin: { kind: 'files' },
    labelRule: { folderLevel: 0, renamed: {} },
    sourceRule: { kind: 'file' },
    createdAt: 0,
    patchCount: 0,
    thumbnailBytes: 0,
  };
}

/** As it is stored, for whoever changes it; undefined also when nobody can tell where its barcodes lie. */
export function unsealCollection(stored: CollectionRecord): CollectionRecord | undefined {
  const collection = unseal(stored);
  return collection && v.is(profileSchema, collection.profile) ? collection : undefined;
}

const flagSchema = v.optional(v.literal(true));

const patchSchema: v.GenericSchema<unknown, unknown> = v.object({
  id: countSchema,
  path: pathSchema,
  label: labelSchema,
  width: pixelsSchema,
  height: pixelsSchema,
  fileSize: countSchema,
  fileModified: timeSchema,
  area: v.optional(areaSchema),
  labelledByHand: flagSchema,
  deleted: flagSchema,
});

export function readPatchRecord(stored: PatchRecord): PatchRecord | undefined {
  const patch = unseal(stored);
  return patch && v.is(patchSchema, patch) ? patch : undefined;
}

const slideSchema: v.GenericSchema<unknown, unknown> = v.object({
  path: pathSchema,
  filePaths: v.pipe(v.array(pathSchema), v.nonEmpty()),
  handles: v.optional(v.array(v.custom(isObject))),
  fileSize: countSchema,
  fileModified: timeSchema,
  fingerprint: fingerprintSchema,
  info: slideInfoSchema,
  cut: slideCutSchema,
  stains: v.optional(stainsSchema),
  patchCount: countSchema,
});

export function readSlideRecord(stored: SlideRecord): SlideRecord | undefined {
  const slide = unseal(stored);
  return slide && v.is(slideSchema, slide) ? slide : undefined;
}

const coloursSchema: v.GenericSchema<unknown, unknown> = v.object({
  histogram: v.custom<Uint16Array>((input) => input instanceof Uint16Array && input.length === COLOUR_BINS),
  pixelHash: pixelHashSchema,
});

export function readColourRecord(stored: ColourRecord): ColourRecord | undefined {
  return v.is(coloursSchema, stored) ? unsealColours(stored) : undefined;
}

const thumbnailSchema: v.GenericSchema<unknown, unknown> = v.object({ jpeg: v.instance(ArrayBuffer) });

export function readThumbnailRecord(stored: ThumbnailRecord): ThumbnailRecord | undefined {
  return v.is(thumbnailSchema, stored) ? unsealThumbnail(stored) : undefined;
}

const failureSchema: v.GenericSchema<unknown, unknown> = v.object({
  path: v.string(),
  fileSize: v.number(),
  fileModified: v.number(),
  error: v.object({ code: v.custom<ErrorCode>(isErrorCode), detail: v.string() }),
});

export function readFailureRecord(stored: FailureRecord): FailureRecord | undefined {
  const failure = unseal(stored);
  return failure && v.is(failureSchema, failure) ? failure : undefined;
}

function isErrorCode(input: unknown): boolean {
  return typeof input === 'string' && Object.hasOwn(ERROR_TEXTS, input);
}

function isObject(input: unknown): boolean {
  return typeof input === 'object' && input !== null;
}
