/**
 * A folder of many small files as one file: what it holds and how long each is, then all of them, one after another. A Blob of
 * Blobs refers to them and copies nothing, so that a slide of 30,000 chunks is handed from thread to thread, told from others
 * and read by ranges as every other slide is.
 */
import * as v from 'valibot';
import { AppError } from '../../base/errors.ts';
import { parseJson } from '../../base/parse.ts';
import type { ByteRanges } from './byte-ranges.ts';

/** In front of the length of the index, of 4 bytes. No image format begins so. */
const MAGIC = 'Gramscope folder 1\n';
const HEAD_BYTES = MAGIC.length + 4;
/** Most files of a folder: beyond, listing them would take minutes. */
export const MOST_FILES = 2 ** 18;
const MOST_INDEX_BYTES = 2 ** 25;
const MOST_TEXT_BYTES = 2 ** 24;

export interface FileOfFolder {
  /** Below the folder, '/' between the parts. */
  readonly path: string;
  readonly file: File;
}

/** @param name Of the folder. The same files give the same bytes, in whatever order they come. */
export function packFolder(name: string, files: readonly FileOfFolder[]): File {
  const sorted = files.toSorted(byKindAndPath);
  const index = new TextEncoder().encode(JSON.stringify(sorted.map(({ path, file }) => [path, file.size])));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, index.length, true);
  const lastModified = sorted.reduce((latest, { file }) => Math.max(latest, file.lastModified), 0);
  return new File([MAGIC, length, index, ...sorted.map(({ file }) => file)], name, { lastModified });
}

/** Descriptions first: the last bytes, by which a slide is told from others, are then those of its coarsest level. */
function byKindAndPath({ path: a }: FileOfFolder, { path: b }: FileOfFolder): number {
  const isChunk = (path: string) => /^\d/.test(path.slice(path.lastIndexOf('/') + 1));
  return Number(isChunk(a)) - Number(isChunk(b)) || collator.compare(a, b) || Number(a > b) - Number(a < b);
}

const collator = new Intl.Collator('en', { numeric: true });

const indexSchema = v.array(v.tuple([v.string(), v.pipe(v.number(), v.safeInteger(), v.minValue(0))]));

export async function isFolderFile(source: ByteRanges): Promise<boolean> {
  if (source.size < HEAD_BYTES) return false;
  return new TextDecoder().decode(await source.readSmall(0, MAGIC.length)) === MAGIC;
}

/** The files of a packed folder, by their paths below it. */
export class FolderFile {
  readonly #source: ByteRanges;
  readonly #places: ReadonlyMap<string, { readonly start: number; readonly size: number }>;

  private constructor(source: ByteRanges, places: ReadonlyMap<string, { start: number; size: number }>) {
    this.#source = source;
    this.#places = places;
  }

  /** @throws AppError image-broken, file-unreadable */
  static async open(source: ByteRanges): Promise<FolderFile> {
    const head = await source.read(0, HEAD_BYTES);
    const length = new DataView(head.buffer).getUint32(MAGIC.length, true);
    if (length > MOST_INDEX_BYTES) throw new AppError('image-broken', 'a list of files that is too long');
    const index = parseJson(indexSchema, new TextDecoder().decode(await source.read(HEAD_BYTES, length)));
    if ('problem' in index) throw new AppError('image-broken', `the list of files: ${index.problem}`);
    const places = new Map<string, { start: number; size: number }>();
    let start = HEAD_BYTES + length;
    for (const [path, size] of index.value) {
      places.set(path, { start, size });
      start += size;
    }
    return new FolderFile(source, places);
  }

  get paths(): Iterable<string> {
    return this.#places.keys();
  }

  /** Bytes of a file; undefined for one that is not there. */
  sizeOf(path: string): number | undefined {
    return this.#places.get(path)?.size;
  }

  /**
   * A file, or a part of it; undefined for a file that is not there.
   * @throws AppError image-broken when the part is not inside of the file, file-unreadable
   */
  async read(path: string, offset = 0, length?: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const place = this.#places.get(path);
    if (!place) return undefined;
    const bytes = length ?? place.size - offset;
    if (!(offset >= 0 && bytes >= 0 && offset + bytes <= place.size)) {
      throw new AppError('image-broken', `bytes ${offset} to ${offset + bytes} of ${path}`);
    }
    return this.#source.read(place.start + offset, bytes);
  }

  /** The text of a file that describes something; undefined where it is not there. @throws AppError image-broken, file-unreadable */
  async readText(path: string): Promise<string | undefined> {
    const clean = path.replace(/^\/+/, '');
    if ((this.sizeOf(clean) ?? 0) > MOST_TEXT_BYTES) throw new AppError('image-broken', `${clean} of megabytes`);
    const bytes = await this.read(clean);
    return bytes && new TextDecoder().decode(bytes);
  }
}
