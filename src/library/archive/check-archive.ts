import { barcodeBits } from '../../barcode/profile.ts';
import { AppError } from '../../base/errors.ts';
import { isGrid } from '../facts.ts';
import { slidePathOf } from '../patch-path.ts';
import type { LensFacts } from '../schema.ts';
import { lensBytes } from '../storage-use.ts';
import { checksumsText, type FileChecksums, PART_BYTES, PartHasher, sha256 } from './checksums.ts';
import {
  arrayHeaders,
  FILES,
  knownSizes,
  lensHeader,
  type Manifest,
  readHead,
  readManifest,
  tableFile,
} from './manifest.ts';
import { type PatchRow, readTable } from './read-table.ts';
import { readSlideFacts, type SlideFacts } from './slide-facts.ts';
import { BLOCK_BYTES, END_BYTES, paddingAfter, readTarHeader } from './tar.ts';

/** An export that is whole and unharmed. */
export interface CheckedArchive {
  /** SHA-256 (hex) that two exports share when every byte is the same, whatever the files are called. */
  readonly digest: string;
  readonly manifest: Manifest;
  /** The numbers of the arrays, without their headers. */
  readonly barcodes: Blob;
  readonly colours: Blob;
  readonly thumbnails: Blob;
  readonly patches: Blob;
  readonly slides: readonly SlideFacts[];
  /** The files of the tables, as the description lists them. */
  readonly tables: readonly Blob[];
  /** The numbers of the lens, without their header. */
  readonly lens: Blob | undefined;
}

interface FoundFile {
  readonly name: string;
  readonly content: Blob;
  /** Where the next file begins. */
  readonly end: number;
}

/** Larger descriptions are none of ours: these hold the stains of 100,000 slides, and a million slides. */
const MOST_BYTES = { manifest: 64 * 1024 * 1024, slides: 256 * 1024 * 1024 } as const;

/**
 * Reads an export from beginning to end and compares every byte of it with what it should be. Stores nothing.
 * @param onProgress Told the share read, 0 to 1.
 * @throws AppError import-foreign when it is no export of a version that this one knows, import-damaged when it is not
 * whole or a byte has changed, import-invalid when it says what no export does; the signal's reason when aborted.
 */
export async function checkArchive(
  archive: Blob,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<CheckedArchive> {
  const first = await findFile(archive, 0);
  if (first?.name !== FILES.manifest || first.content.size > MOST_BYTES.manifest) throw new AppError('import-foreign');
  const text = await first.content.text();
  const files = [first];
  for (const name of namesOf(readHead(text))) files.push(await requireFile(archive, files.at(-1)?.end ?? 0, name));
  const contentOf = (wanted: string) => files.find(({ name }) => name === wanted)?.content ?? new Blob();
  const end = files.at(-1)?.end ?? 0;
  requireZeros(await archive.slice(end, end + END_BYTES + 1).arrayBuffer(), END_BYTES);
  const read = await hashFiles(files.slice(0, -1), archive.size, signal, onProgress);
  const checksums = checksumsText(read);
  if ((await contentOf(FILES.checksums).text()) !== checksums) throw new AppError('import-damaged', 'checksums differ');
  const manifest = readManifest(text);
  const sizes = knownSizes(manifest);
  const headers = arrayHeaders(manifest);
  const [barcodes, colours] = [contentOf(FILES.barcodes), contentOf(FILES.colours)];
  const [thumbnails, patches] = [contentOf(FILES.thumbnails), contentOf(FILES.patches)];
  if (barcodes.size !== sizes.barcodes || colours.size !== sizes.colours || thumbnails.size !== sizes.thumbnails) {
    throw new AppError('import-invalid', 'sizes do not fit the description');
  }
  const tables = requireTables(manifest, contentOf);
  await requireHeader(barcodes, FILES.barcodes, headers.barcodes);
  await requireHeader(colours, FILES.colours, headers.colours);
  await requireTable(patches, manifest);
  return {
    digest: await sha256(new TextEncoder().encode(checksums)),
    manifest,
    barcodes: barcodes.slice(headers.barcodes.length),
    colours: colours.slice(headers.colours.length),
    thumbnails,
    patches,
    slides: manifest.version === 1 ? [] : await readSlides(contentOf(FILES.slides)),
    tables,
    lens: manifest.lens && (await requireLens(manifest, manifest.lens, contentOf(FILES.lens))),
  };
}

/** The files behind the description, in their order. */
function namesOf({ version, tables, lens }: ReturnType<typeof readHead>): string[] {
  const { manifest: _manifest, slides, lens: lensFile, checksums, ...common } = FILES;
  const tableFiles = version < 3 ? [] : tables.map((_, at) => tableFile(at));
  const lensFiles = version < 4 || lens === undefined ? [] : [lensFile];
  return [...Object.values(common), ...(version === 1 ? [] : [slides]), ...tableFiles, ...lensFiles, checksums];
}

/** The file whose header is at `at`; undefined when there is none. @throws AppError import-damaged when it is not followed by zeros. */
async function findFile(archive: Blob, at: number): Promise<FoundFile | undefined> {
  const block = await archive.slice(at, at + BLOCK_BYTES).arrayBuffer();
  const header = block.byteLength === BLOCK_BYTES ? readTarHeader(new Uint8Array(block)) : undefined;
  if (!header) return undefined;
  const begin = at + BLOCK_BYTES;
  const end = begin + header.size;
  const padding = paddingAfter(header.size);
  requireZeros(await archive.slice(end, end + padding).arrayBuffer(), padding);
  return { name: header.name, content: archive.slice(begin, end), end: end + padding };
}

async function requireFile(archive: Blob, at: number, name: string): Promise<FoundFile> {
  const file = await findFile(archive, at);
  if (file?.name !== name) throw new AppError('import-damaged', `${name} is missing`);
  return file;
}

function requireZeros(bytes: ArrayBuffer, count: number): void {
  const isComplete = bytes.byteLength === count && new Uint8Array(bytes).every((byte) => byte === 0);
  if (!isComplete) throw new AppError('import-damaged', 'padding');
}

async function hashFiles(
  files: readonly FoundFile[],
  total: number,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<FileChecksums[]> {
  const hashed: FileChecksums[] = [];
  let read = 0;
  for (const { name, content } of files) {
    const hasher = new PartHasher();
    for (let at = 0; at < content.size; at += PART_BYTES) {
      signal.throwIfAborted();
      const part = new Uint8Array(await content.slice(at, at + PART_BYTES).arrayBuffer());
      hasher.push(part);
      read += part.length;
      onProgress(read / total);
    }
    hashed.push({ name, bytes: content.size, sha256: await hasher.finish() });
  }
  return hashed;
}

async function requireHeader(array: Blob, name: string, header: Uint8Array): Promise<void> {
  const found = new Uint8Array(await array.slice(0, header.length).arrayBuffer());
  if (!header.every((byte, at) => byte === found[at])) throw new AppError('import-invalid', `${name}: another header`);
}

function requireTables({ version, tables = [] }: Manifest, contentOf: (name: string) => Blob): Blob[] {
  if (version < 3 && tables.length > 0)
    throw new AppError('import-invalid', `${FILES.manifest}: tables in version ${version}`);
  return tables.map(({ bytes }, at) => {
    const content = contentOf(tableFile(at));
    if (content.size !== bytes) throw new AppError('import-invalid', `${tableFile(at)}: ${content.size} bytes`);
    return content;
  });
}

async function requireLens({ version, profile }: Manifest, lens: LensFacts, content: Blob): Promise<Blob> {
  if (version < 4) throw new AppError('import-invalid', `${FILES.manifest}: a lens in version ${version}`);
  const header = lensHeader(lens, profile);
  await requireHeader(content, FILES.lens, header);
  const numbers = content.slice(header.length);
  const bytes = await numbers.arrayBuffer();
  if (bytes.byteLength !== lensBytes(lens.directions, barcodeBits(profile))) {
    throw new AppError('import-invalid', `${FILES.lens}: ${content.size} bytes`);
  }
  if (!new Float32Array(bytes).every(Number.isFinite))
    throw new AppError('import-invalid', `${FILES.lens}: no numbers`);
  return numbers;
}

async function readSlides(slides: Blob): Promise<SlideFacts[]> {
  if (slides.size > MOST_BYTES.slides) throw new AppError('import-invalid', `${FILES.slides}: ${slides.size} bytes`);
  return readSlideFacts(await slides.text());
}

/** A row a patch, ids ascending from 0, each path once, thumbnails that add up, and grids that a slide can have. */
async function requireTable(patches: Blob, manifest: Manifest): Promise<void> {
  const { patchCount, thumbnailBytes } = manifest;
  const grids = new Map<string, Grid>();
  const paths = new Set<string>();
  let next = 0;
  let bytes = 0;
  for await (const rows of readTable(patches, manifest)) {
    for (const row of rows) {
      if (row.id !== next++) throw new AppError('import-invalid', `${FILES.patches}: ${row.id} is not the next id`);
      if (paths.has(row.path)) throw new AppError('import-invalid', `${FILES.patches}: ${row.path} stands there twice`);
      paths.add(row.path);
      bytes += row.thumbnailBytes;
      requireGrid(grids, row);
    }
  }
  if (next !== patchCount || bytes !== thumbnailBytes) {
    const found = `${next} patches with thumbnails of ${bytes} bytes`;
    throw new AppError('import-invalid', `${FILES.patches}: ${found}, not ${patchCount} with ${thumbnailBytes}`);
  }
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
}

function requireGrid(grids: Map<string, Grid>, row: PatchRow): void {
  const slide = slidePathOf(row);
  if (slide === undefined || !row.area) return;
  const { x, y, width, height } = row.area;
  const { columns, rows } = grids.get(slide) ?? { columns: 0, rows: 0 };
  const grid = { columns: Math.max(columns, x / width + 1), rows: Math.max(rows, y / height + 1) };
  if (!isGrid(grid.columns, grid.rows)) {
    throw new AppError('import-invalid', `${FILES.patches}: row ${row.id}, area: too far out for patches of this size`);
  }
  grids.set(slide, grid);
}
