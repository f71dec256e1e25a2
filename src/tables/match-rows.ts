import { NAMING_WAYS, type Naming, type NamingWay } from '../base/table.ts';
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

type Rows = readonly (readonly string[])[];

/** Finds the row for an image by one column, read in one way. Of rows of the same name, the first counts. */
export class RowIndex {
  readonly #rowOf = new Map<string, number>();
  readonly #way: NamingWay;

  constructor(rows: Rows, { column, way }: Naming) {
    this.#way = way;
    const names = rows.map((row) => normalised(row[column] ?? ''));
    const add = (name: string, row: number) => {
      if (name !== '' && !this.#rowOf.has(name)) this.#rowOf.set(name, row);
    };
    for (const [row, name] of names.entries()) add(name, row);
    // A name that stands there as it is goes before one that only fits without its extension.
    if (takesExtensions(way)) for (const [row, name] of names.entries()) add(withoutExtension(name), row);
  }

  /** Whether it can tell the patches of a slide apart. */
  get namesPatches(): boolean {
    return this.#way === 'path' || this.#way === 'file-name';
  }

  /** The row, or `NO_ROW`. */
  find(image: ImageName): number {
    for (const name of namesOf(image, this.#way)) {
      const row = this.#rowOf.get(name);
      if (row !== undefined) return row;
    }
    return NO_ROW;
  }
}

export function matchRows(rows: Rows, naming: Naming, images: readonly ImageName[]): Matched {
  const rowOf = findRows(new RowIndex(rows, naming), images);
  const { first, contradictingRows } = compareRepeats(rows, naming);
  const found = new Set(rowOf);
  const unmatchedRows = Array.from(first.entries()).flatMap(([row, earliest]) => (found.has(earliest) ? [] : [row]));
  return {
    rowOf,
    matchedRows: rows.length - unmatchedRows.length,
    matchedImages: rowOf.reduce((count, row) => count + Number(row !== NO_ROW), 0),
    unmatchedRows,
    contradictingRows,
  };
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
function compareRepeats(rows: Rows, { column }: Naming): { first: Uint32Array; contradictingRows: number[] } {
  const firstOf = new Map<string, number>();
  const first = new Uint32Array(rows.length);
  const contradictingRows: number[] = [];
  for (const [at, row] of rows.entries()) {
    const name = normalised(row[column] ?? '');
    const earliest = firstOf.get(name);
    first[at] = earliest ?? at;
    if (earliest === undefined) firstOf.set(name, at);
    else if (name !== '' && !isAlike(row, rows[earliest] ?? [], column)) contradictingRows.push(at);
  }
  return { first, contradictingRows };
}

function isAlike(one: readonly string[], other: readonly string[], but: number): boolean {
  return one.every((cell, at) => at === but || cell === other[at]);
}

/** Namings that are tried on all rows and images. */
const FINALISTS = 6;

/**
 * The column that names most images, and the way in which it does. A column whose rows contradict one another counts for less: it
 * says what images are, not which. Undefined where none names any.
 */
export function findNaming(rows: Rows, columns: number, images: readonly ImageName[]): Naming | undefined {
  const called = Array.from({ length: columns }, (_, column) => new Set(rows.map((row) => row[column] ?? ''))).map(
    (cells) => [...new Set(Array.from(cells, normalised))],
  );
  const finalists = NAMING_WAYS.flatMap((way) => {
    const names = new Set(images.flatMap((image) => namesOf(image, way)));
    return called.map((cells, column): Scored => {
      const isName = (cell: string) => names.has(cell) || (takesExtensions(way) && names.has(withoutExtension(cell)));
      return { naming: { column, way }, score: cells.filter(isName).length };
    });
  })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, FINALISTS);
  let best: Scored | undefined;
  for (const { naming } of finalists) {
    const { matchedImages, contradictingRows } = matchRows(rows, naming, images);
    const score = matchedImages * (1 - contradictingRows.length / rows.length);
    if (!best || score > best.score) best = { naming, score };
  }
  return best?.naming;
}

interface Scored {
  readonly naming: Naming;
  readonly score: number;
}
