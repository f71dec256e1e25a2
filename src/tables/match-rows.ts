import { NAMING_WAYS, type Naming, type NamingWay } from '../base/table.ts';
import type { CodedColumn, CodedTable } from './coded-table.ts';
import { type ImageName, namesOf, normalised, withoutExtension } from './image-names.ts';

/** No row names the image. */
export const NO_ROW = -1;

/** What a column names, when it is read in one way. */
export interface Matched {
  /** For each image the row that says something of it, or `NO_ROW`. */
  readonly rowOf: Int32Array<ArrayBuffer>;
  /** Rows that name any image, those that repeat a name among them. */
  readonly matchedRows: number;
  readonly matchedImages: number;
  /** Rows that name none, ascending. */
  readonly unmatchedRows: readonly number[];
  /** Rows that name what an earlier row names, and say something else of it: the earlier one counts. */
  readonly contradictingRows: readonly number[];
}

/** Finds the row for an image by one column, read in one way. Of rows of the same name, the first counts. */
export class RowIndex {
  readonly #rowOf = new Map<string, number>();
  readonly #way: NamingWay;
  /** Only what lies below it is named. */
  readonly #below: string;

  constructor(table: CodedTable, { column, way, below }: Naming) {
    this.#way = way;
    this.#below = below === undefined ? '' : `${normalised(below)}/`;
    const coded = table.columns[column];
    const names = coded?.words.map(normalised) ?? [];
    const firstRows = coded ? firstRowsOf(coded) : [];
    const add = (name: string, row: number) => {
      const former = this.#rowOf.get(name);
      if (name !== '' && (former === undefined || former > row)) this.#rowOf.set(name, row);
    };
    for (const [code, name] of names.entries()) add(name, firstRows[code] ?? 0);
    if (!takesExtensions(way)) return;
    // A name that stands there as it is goes before one that only fits without its extension.
    const exact = new Set(this.#rowOf.keys());
    for (const [code, name] of names.entries()) {
      const shorter = withoutExtension(name);
      if (!exact.has(shorter)) add(shorter, firstRows[code] ?? 0);
    }
  }

  /** Whether it can tell the patches of a slide apart. */
  get namesPatches(): boolean {
    return this.#way === 'path' || this.#way === 'file-name';
  }

  /** The row, or `NO_ROW`. */
  find({ path, source }: ImageName): number {
    if (!path.startsWith(this.#below)) return NO_ROW;
    const from = this.#below.length;
    const image = from === 0 ? { path, source } : { path: path.slice(from), source: source.slice(from) };
    for (const name of namesOf(image, this.#way)) {
      const row = this.#rowOf.get(name);
      if (row !== undefined) return row;
    }
    return NO_ROW;
  }
}

/** The first row of each word. */
function firstRowsOf({ words, codes }: CodedColumn): Int32Array {
  const first = new Int32Array(words.length).fill(-1);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if ((first[code] as number) < 0) first[code] = row;
  }
  return first;
}

export function matchRows(table: CodedTable, naming: Naming, images: readonly ImageName[]): Matched {
  const rowOf = findRows(new RowIndex(table, naming), images);
  const { first, contradictingRows } = compareRepeats(table, naming);
  const isFound = new Uint8Array(table.rows);
  let matchedImages = 0;
  for (const row of rowOf) {
    if (row === NO_ROW) continue;
    isFound[row] = 1;
    matchedImages++;
  }
  const unmatchedRows: number[] = [];
  for (let row = 0; row < table.rows; row++) if (!isFound[first[row] as number]) unmatchedRows.push(row);
  return { rowOf, matchedRows: table.rows - unmatchedRows.length, matchedImages, unmatchedRows, contradictingRows };
}

/** For each image its row, or `NO_ROW`. Patches of one slide are looked up once where nothing names them singly. */
export function findRows(index: RowIndex, images: readonly ImageName[]): Int32Array<ArrayBuffer> {
  const known = new Map<string, number>();
  return Int32Array.from(images, (image) => {
    if (index.namesPatches && image.path !== image.source) return index.find(image);
    const row = known.get(image.source) ?? index.find(image);
    known.set(image.source, row);
    return row;
  });
}

function takesExtensions(way: NamingWay): boolean {
  return way !== 'folder' && way !== 'tcga';
}

/** For each row the first one of its name, and those that contradict it. */
function compareRepeats(table: CodedTable, { column }: Naming): { first: Uint32Array; contradictingRows: number[] } {
  const first = new Uint32Array(table.rows);
  const contradictingRows: number[] = [];
  const coded = table.columns[column];
  if (!coded) return { first, contradictingRows };
  const firstOf = new Map<string, number>();
  const names = coded.words.map(normalised);
  const others = table.columns.filter((each) => each !== coded);
  for (let row = 0; row < table.rows; row++) {
    const name = names[coded.codes[row] as number] as string;
    const earliest = firstOf.get(name);
    first[row] = earliest ?? row;
    if (earliest === undefined) firstOf.set(name, row);
    else if (name !== '' && others.some(({ codes }) => codes[row] !== codes[earliest])) contradictingRows.push(row);
  }
  return { first, contradictingRows };
}

/** Namings that are tried on all rows and images. */
const FINALISTS = 6;

/** Different cells of a column that tell, spread over all of them, whether it may name images. */
const SAMPLED = 2_000;

/** Fewer names found among the sampled cells are too few to rank columns by: then all cells are looked at. */
const FEW_FOUND = 20;

/**
 * The column that names most images, and the way in which it does. A column whose rows contradict one another counts for less: it
 * says what images are, not which. Undefined where none names any.
 */
export function findNaming(table: CodedTable, images: readonly ImageName[]): Naming | undefined {
  const namesBy = new Map(
    NAMING_WAYS.map((way) => [way, new Set(images.flatMap((image) => namesOf(image, way)))] as const),
  );
  const sampled = scoreColumns(table, namesBy, SAMPLED);
  const isEnough = (sampled[0]?.score ?? 0) >= FEW_FOUND;
  const scored = isEnough ? sampled : scoreColumns(table, namesBy, Number.POSITIVE_INFINITY);
  let best: Scored | undefined;
  for (const { naming } of scored.slice(0, FINALISTS)) {
    const { matchedImages, contradictingRows } = matchRows(table, naming, images);
    const score = matchedImages * (1 - contradictingRows.length / table.rows);
    if (!best || score > best.score) best = { naming, score };
  }
  return best?.naming;
}

interface Scored {
  readonly naming: Naming;
  readonly score: number;
}

/** How many different cells of each column are names, for each way; the most first, and none that names nothing. */
function scoreColumns(
  { columns }: CodedTable,
  namesBy: ReadonlyMap<NamingWay, ReadonlySet<string>>,
  most: number,
): Scored[] {
  const called = columns.map(({ words }) => {
    const step = Math.max(1, words.length / most);
    const some = step === 1 ? words : Array.from({ length: most }, (_, at) => words[Math.floor(at * step)] ?? '');
    const names = [...new Set(some.map(normalised))];
    return { names: names.map((name) => [name, withoutExtension(name)] as const), share: words.length / some.length };
  });
  return NAMING_WAYS.flatMap((way) => {
    const names = namesBy.get(way) ?? new Set();
    const isName = (name: string, shorter: string) => names.has(name) || (takesExtensions(way) && names.has(shorter));
    return called.map(({ names: cells, share }, column): Scored => {
      const found = cells.filter(([name, shorter]) => isName(name, shorter)).length;
      return { naming: { column, way }, score: found * share };
    });
  })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}
