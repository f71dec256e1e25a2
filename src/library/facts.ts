/**
 * What collections, slides and patches are described by, as schemas with their bounds. An export is parsed by these before
 * anything of it is stored, and so is what another version has stored. Whatever the app makes must fit them, or its own
 * exports would not come back: `LONGEST` is what the screens let a person write.
 */
import * as v from 'valibot';
import {
  ALL_LAYERS,
  BINARISATIONS,
  gramEntries,
  type LayerNumber,
  NAMED_PROFILES,
  type Profile,
  SIZE_RANGE,
  STAIN_NORMALISATIONS,
  VIEWS,
} from '../barcode/profile.ts';
import { dictionarySchema } from '../base/dictionary.ts';
import { RESOLUTION_DOUBTS, type ShownChannels, SLIDE_FORMATS, type SlideArea, type SlideInfo } from '../base/slide.ts';
import { NO_STAINS, type NoStains, type Stains, type Vector3 } from '../base/stains.ts';
import { COLUMN_TYPES, NAMING_WAYS, TABLE_LIMITS, type TableFacts } from '../base/table.ts';
import type { CutRule, LabelRule, LensFacts, SlideCut, SourceRule, StainGroup } from './schema.ts';

/**
 * Characters. Paths are as long as Windows allows, and some more behind that say where a patch lies. What a person types is
 * shorter than what is taken in, since more may be put behind it.
 */
export const LONGEST = { typed: 500, name: 1_000, label: 1_000, pattern: 1_000, column: 35_000, path: 33_000 } as const;

/** Of an image or a slide, in pixels. */
const MOST_PIXELS = 2 ** 31 - 1;
/** Of patches that are to show tissue; the import dialog asks for less. */
const MOST_PATCH_SIZE = 4096;
/** Cells of the grid that a slide is cut by, patches or not: whoever shows a slide has room for so many, in all and in a row. */
const MOST_CELLS = 2 ** 26;
/** The longest side of a canvas in Safari; other browsers have 32,767 at least. */
const MOST_CELLS_IN_A_ROW = 2 ** 14;

/** Of a slide. */
const MOST_CHANNELS = 10_000;

/** Whether the grid of a slide may have so many columns and rows. */
export function isGrid(columns: number, rows: number): boolean {
  return columns * rows <= MOST_CELLS && Math.max(columns, rows) <= MOST_CELLS_IN_A_ROW;
}
/** Of a lens: as many as search/lens makes at most. */
const MOST_DIRECTIONS = 64;
/** The first millisecond of the year 10,000. */
const LATEST = 253_402_300_800_000;
const MOST_LEVELS = 1_000;
const MOST_FOLDERS = 1_000;
/** The least angle between two stains in radians; what imaging/stain tells is twice as far apart. */
const LEAST_STAIN_ANGLE = (4 * Math.PI) / 180;

type Schema<Value> = v.GenericSchema<unknown, Value>;

const wholeNumber = (least: number, most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));
const numberWithin = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most));
const textUpTo = (most: number) => v.pipe(v.string(), v.maxLength(most));
const wordUpTo = (most: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(most));

export const countSchema = wholeNumber(0, Number.MAX_SAFE_INTEGER);
export const nameSchema = wordUpTo(LONGEST.name);
export const labelSchema = textUpTo(LONGEST.label);
export const pathSchema = wordUpTo(LONGEST.path);
export const pixelsSchema = wholeNumber(1, MOST_PIXELS);
/** Milliseconds since 1970; files may be older. */
export const timeSchema = numberWithin(-LATEST, LATEST);
export const createdAtSchema = wholeNumber(0, LATEST);
export const profileNameSchema = v.picklist([...NAMED_PROFILES, 'custom']);

/** Strict, since a profile is everything that changes a bit: what a later version adds must not be passed over. */
export const profileSchema: Schema<Profile> = v.strictObject({
  recipe: v.literal(1),
  weightsId: textUpTo(200),
  size: wholeNumber(SIZE_RANGE.least, SIZE_RANGE.most),
  layers: v.pipe(
    v.array(v.picklist(ALL_LAYERS)),
    v.nonEmpty(),
    v.check((layers: LayerNumber[]) => isAscending(layers), 'Expected ascending layers'),
  ),
  sampling: v.union([v.literal('full'), wholeNumber(1, Math.max(...ALL_LAYERS.map(gramEntries)))]),
  binarisation: v.picklist(BINARISATIONS),
  views: v.exactOptional(v.picklist(VIEWS)),
  stain: v.exactOptional(v.picklist(STAIN_NORMALISATIONS)),
});

export const labelRuleSchema: Schema<LabelRule> = v.object({
  folderLevel: wholeNumber(0, MOST_FOLDERS),
  renamed: dictionarySchema(textUpTo(LONGEST.path), labelSchema),
});

export const sourceRuleSchema: Schema<SourceRule> = v.variant('kind', [
  v.object({ kind: v.literal('file') }),
  v.object({ kind: v.literal('folder') }),
  v.object({ kind: v.literal('pattern'), pattern: textUpTo(LONGEST.pattern) }),
  v.object({ kind: v.literal('tcga') }),
  v.object({ kind: v.literal('column'), column: wordUpTo(LONGEST.column) }),
]);

/** Where it is not known, the key is there all the same. */
const micronsSchema = v.optional(v.pipe(numberWithin(0, 1_000), v.gtValue(0)), () => undefined);

/** What a file may have recorded, however absurd. */
const doubtedMicronsSchema = v.pipe(numberWithin(0, 1e9), v.gtValue(0));

const slideCutEntries = {
  patchSize: wholeNumber(1, MOST_PATCH_SIZE),
  micronsPerPixel: micronsSchema,
  leastTissue: numberWithin(0, 1),
};

export const slideCutSchema: Schema<SlideCut> = v.object(slideCutEntries);

export const cutRuleSchema: Schema<CutRule> = v.object({
  ...slideCutEntries,
  assumedMicronsPerPixel: micronsSchema,
});

const directionSchema: Schema<Vector3> = v.pipe(
  v.strictTuple([numberWithin(-1, 1), numberWithin(-1, 1), numberWithin(-1, 1)]),
  v.check((vector) => Math.abs(Math.hypot(...vector) - 1) < 0.01, 'Expected a vector of length 1'),
);

const strongestSchema = v.pipe(numberWithin(0, 100), v.gtValue(0));

export const stainsSchema: Schema<Stains | NoStains> = v.union([
  v.picklist(NO_STAINS),
  v.pipe(
    v.object({
      haematoxylin: directionSchema,
      eosin: directionSchema,
      maxima: v.strictTuple([strongestSchema, strongestSchema]),
    }),
    v.check(({ haematoxylin, eosin }) => areApart(haematoxylin, eosin), 'Expected two different stains'),
  ),
]);

export const stainGroupsSchema: Schema<readonly StainGroup[]> = v.array(
  v.object({ name: textUpTo(LONGEST.path), stains: stainsSchema }),
);

const tableSchema: Schema<TableFacts> = v.pipe(
  v.object({
    id: v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/)),
    name: wordUpTo(LONGEST.path),
    rows: wholeNumber(1, TABLE_LIMITS.rows),
    bytes: wholeNumber(1, TABLE_LIMITS.bytes),
    attachedAt: createdAtSchema,
    naming: v.object({
      column: wholeNumber(0, TABLE_LIMITS.columns - 1),
      way: v.picklist(NAMING_WAYS),
      below: v.exactOptional(pathSchema),
    }),
    columns: v.pipe(
      v.array(
        v.object({ header: wordUpTo(TABLE_LIMITS.header), type: v.picklist(COLUMN_TYPES), isShown: v.boolean() }),
      ),
      v.minLength(2),
      v.maxLength(TABLE_LIMITS.columns),
    ),
  }),
  v.check(({ naming, columns }) => naming.column < columns.length, 'Expected a column that is there'),
);

const shareSchema = numberWithin(0, 1);

export const lensSchema: Schema<LensFacts> = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/)),
  directions: wholeNumber(1, MOST_DIRECTIONS),
  learnedFrom: wordUpTo(100),
  column: v.exactOptional(wordUpTo(LONGEST.column)),
  gain: v.object({
    queries: countSchema,
    learned: shareSchema,
    plain: shareSchema,
    mean: numberWithin(-1, 1),
    standardError: v.nullable(numberWithin(0, 2)),
    sources: countSchema,
    up: countSchema,
    down: countSchema,
  }),
  learnedAt: createdAtSchema,
});

/** Of a collection. */
export const tablesSchema: Schema<readonly TableFacts[]> = v.pipe(
  v.array(tableSchema),
  v.maxLength(TABLE_LIMITS.tables),
  v.check((tables) => new Set(tables.map(({ id }) => id)).size === tables.length, 'Expected different ids'),
);

/** Of a set of patches, by their ids. */
export const namedSetEntries = {
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/)),
  name: nameSchema,
  createdAt: createdAtSchema,
  members: v.pipe(
    v.array(countSchema),
    v.check((ids: number[]) => isAscending(ids), 'Expected ascending ids'),
  ),
};

const levelSchema = v.object({
  width: pixelsSchema,
  height: pixelsSchema,
  tileWidth: pixelsSchema,
  tileHeight: pixelsSchema,
  downsample: numberWithin(1, MOST_PIXELS),
});

export const shownChannelsSchema: Schema<ShownChannels> = v.union([
  v.literal('composite'),
  wholeNumber(0, MOST_CHANNELS),
]);

export const slideInfoSchema: Schema<SlideInfo> = v.object({
  format: v.picklist(SLIDE_FORMATS),
  levels: v.pipe(
    v.tupleWithRest([levelSchema], levelSchema),
    v.maxLength(MOST_LEVELS),
    v.check(([finest]) => finest.downsample === 1, 'Expected a first level of downsample 1'),
    v.check(
      (levels) => levels.every(({ width }, at) => width <= (levels[at - 1]?.width ?? width)),
      'Expected levels from the finest on',
    ),
  ),
  micronsPerPixel: micronsSchema,
  doubted: v.exactOptional(
    v.object({
      reason: v.picklist(RESOLUTION_DOUBTS),
      micronsPerPixel: doubtedMicronsSchema,
      down: v.exactOptional(doubtedMicronsSchema),
    }),
  ),
  guessed: v.exactOptional(v.pipe(numberWithin(0, 1_000), v.gtValue(0))),
  compression: textUpTo(200),
  bitsByRange: v.exactOptional(wholeNumber(1, 16)),
  onlyPart: v.exactOptional(textUpTo(200)),
  channels: v.exactOptional(
    v.object({
      names: v.pipe(v.array(textUpTo(200)), v.maxLength(MOST_CHANNELS)),
      shown: shownChannelsSchema,
    }),
  ),
  passedOver: v.pipe(v.array(textUpTo(200)), v.maxLength(1_000)),
});

/** Hexadecimal; empty for a patch without colours. */
export const pixelHashSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{0,64}$/));

/** SHA-256, hexadecimal. */
export const fingerprintSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const areaSchema: Schema<SlideArea> = v.object({
  x: wholeNumber(0, MOST_PIXELS),
  y: wholeNumber(0, MOST_PIXELS),
  width: pixelsSchema,
  height: pixelsSchema,
});

function isAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0));
}

function areApart(one: Vector3, other: Vector3): boolean {
  const cosine = one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
  return Math.abs(cosine) < Math.cos(LEAST_STAIN_ANGLE);
}
