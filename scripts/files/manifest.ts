/** What a folder's files should look like, as independent readers have it. */
import { readFile } from 'node:fs/promises';

/** A file's expected pixels: of the image, or of one level of the slide. */
export interface ExpectedPixels {
  readonly width: number;
  readonly height: number;
  /** Of the 8-bit RGB bytes, row by row, alpha over white; lower-case hex. Empty where only the size is known. */
  readonly sha256: string;
}

/** `nothing`: no pixels are to be read, because there are none, they are damaged, or they have no meaning in 8 bits. */
export type Expected = ExpectedPixels | 'nothing';

/** By path or by name. */
export type Manifest = ReadonlyMap<string, Expected>;

/**
 * @param file CSV with a first line of names, of which `name` (a path below the folder, or a file's name),
 * `expected_width`, `expected_height` and `expected_rgb_sha256` are read; all three empty for no pixels.
 * @throws Error when a column is missing
 */
export async function readManifest(file: string): Promise<Manifest> {
  const [header = [], ...rows] = parseCsv(await readFile(file, 'utf8'));
  const column = (name: string) => {
    const at = header.indexOf(name);
    if (at < 0) throw new Error(`${file} has no column “${name}”`);
    return at;
  };
  const [name, width, height, sha256] = ['name', 'expected_width', 'expected_height', 'expected_rgb_sha256'].map(
    column,
  ) as [number, number, number, number];
  return new Map(
    rows.map((row) => {
      const hash = row[sha256]?.toLowerCase() ?? '';
      const size = { width: Number(row[width]), height: Number(row[height]) };
      return [row[name] ?? '', row[width] || hash ? { ...size, sha256: hash } : 'nothing'] as const;
    }),
  );
}

/** The cells of a CSV table (RFC 4180), without empty lines. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '') break;
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || row[0] !== '');
}
