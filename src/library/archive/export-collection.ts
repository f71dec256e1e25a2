import { barcodeBytes } from '../../barcode/profile.ts';
import { COLOUR_BINS } from '../../base/colour-histogram.ts';
import { AppError } from '../../base/errors.ts';
import { getCollection, idsEnd } from '../collections.ts';
import { readLensBytes } from '../lenses.ts';
import { readColours, readFailures, readPatches, readThumbnails } from '../patches.ts';
import { readBarcodes, soundRuns } from '../segments.ts';
import { type NamedSet, readSets } from '../sets.ts';
import { readSlides } from '../slides.ts';
import { readTableFile } from '../tables.ts';
import { ArchiveWriter, type Sink } from './archive-writer.ts';
import { csvLine } from './csv.ts';
import {
  arrayHeaders,
  CSV_HEADER,
  FILES,
  knownSizes,
  lensHeader,
  type Manifest,
  manifestOf,
  tableFile,
} from './manifest.ts';
import { writeArea } from './read-table.ts';
import { slideFactsText } from './slide-facts.ts';

/** Thumbnails read at once: about 4 MB. */
const THUMBNAILS_AT_ONCE = 500;

type Pieces = AsyncGenerator<Uint8Array<ArrayBuffer>>;

/** What the table says of each patch beside its record, by id; gathered while the other files are written. */
interface Gathered {
  readonly thumbnailBytes: Map<number, number>;
  readonly pixelHashes: Map<number, string>;
}

/**
 * Writes a collection as one tar archive: barcodes and colours as NumPy arrays, thumbnails one after another, a table of
 * the patches, their slides, the tables attached, the similarity learned from labels, what they were made with, and checksums. Where patches were deleted, those left are numbered anew. Nothing may be written into the collection meanwhile.
 * @param onProgress Told the share of the bytes written, 0 to 1.
 * @throws AppError collection-missing, record-damaged, table-damaged, lens-damaged and the storage errors, what `sink` throws; the signal's reason when aborted.
 */
export async function exportCollection(
  collectionId: string,
  sink: Sink,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<void> {
  const collection = await getCollection(collectionId);
  const manifest = manifestOf(collection, await setsInExport(collectionId));
  const sizes = knownSizes(manifest);
  const { tables = [] } = manifest;
  const total = tables.reduce((sum, { bytes }) => sum + bytes, sizes.barcodes + sizes.colours + sizes.thumbnails);
  let written = 0;
  const archive = new ArchiveWriter(async (bytes) => {
    signal.throwIfAborted();
    await sink(bytes);
    written += bytes.length;
    onProgress(Math.min(1, written / total));
  });
  // Found by an earlier reading; what this one finds is reported before the file is closed.
  await refuseDamage(collectionId);
  const gathered: Gathered = { thumbnailBytes: new Map(), pixelHashes: new Map() };
  const text = encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
  await archive.writeFile(FILES.manifest, text.length, several(text));
  await archive.writeFile(FILES.barcodes, sizes.barcodes, barcodePieces(collectionId, manifest));
  await archive.writeFile(FILES.colours, sizes.colours, colourPieces(collectionId, manifest, gathered));
  await archive.writeFile(
    FILES.thumbnails,
    sizes.thumbnails,
    thumbnailPieces(collectionId, idsEnd(collection), gathered),
  );
  let tableBytes = 0;
  for await (const piece of tablePieces(collectionId, gathered)) tableBytes += piece.length;
  await archive.writeFile(FILES.patches, tableBytes, tablePieces(collectionId, gathered));
  const slides = encode(slideFactsText(await readSlides(collectionId)));
  await refuseDamage(collectionId);
  await archive.writeFile(FILES.slides, slides.length, several(slides));
  for (const [at, { id }] of tables.entries()) {
    const bytes = new Uint8Array(await readTableFile(collectionId, id));
    await archive.writeFile(tableFile(at), bytes.length, several(bytes));
  }
  if (manifest.lens) {
    const header = lensHeader(manifest.lens, manifest.profile);
    const bytes = new Uint8Array(await readLensBytes(collectionId));
    await archive.writeFile(FILES.lens, header.length + bytes.length, several(header, bytes));
  }
  await archive.end();
}

/** The sets by the rows that their patches have in the table; those of deleted ones are left out. */
async function setsInExport(collectionId: string): Promise<NamedSet[]> {
  const sets = await readSets(collectionId);
  if (sets.length === 0) return [];
  const rows = new Map<number, number>();
  for await (const patches of readPatches(collectionId)) for (const { id } of patches) rows.set(id, rows.size);
  const rowsOf = (ids: readonly number[]) => ids.flatMap((id) => rows.get(id) ?? []);
  return sets.map((set) => ({ ...set, members: rowsOf(set.members) }));
}

async function* several(...pieces: Uint8Array<ArrayBuffer>[]): Pieces {
  yield* pieces;
}

async function* barcodePieces(collectionId: string, manifest: Manifest): Pieces {
  yield new Uint8Array(arrayHeaders(manifest).barcodes);
  const end = manifest.patchCount * barcodeBytes(manifest.profile);
  let written = 0;
  for await (const run of readBarcodes(collectionId)) {
    for (const { barcodes } of soundRuns(run, barcodeBytes(manifest.profile))) {
      yield barcodes.subarray(0, end - written);
      written += barcodes.length;
    }
  }
  await refuseDamage(collectionId);
}

/** A file that passes for whole must not carry damage on. @throws AppError record-damaged */
async function refuseDamage(collectionId: string): Promise<void> {
  const damaged = (await readFailures(collectionId)).filter(({ error }) => error.code === 'record-damaged');
  if (damaged.length > 0) throw new AppError('record-damaged', damaged.map(({ path }) => path).join(', '));
}

async function* colourPieces(collectionId: string, manifest: Manifest, { pixelHashes }: Gathered): Pieces {
  yield new Uint8Array(arrayHeaders(manifest).colours);
  for await (const chunk of readColours(collectionId)) {
    const piece = new Uint16Array(chunk.length * COLOUR_BINS);
    for (const [at, { id, histogram, pixelHash }] of chunk.entries()) {
      piece.set(histogram, at * COLOUR_BINS);
      pixelHashes.set(id, pixelHash);
    }
    yield new Uint8Array(piece.buffer);
  }
  await refuseDamage(collectionId);
}

async function* thumbnailPieces(collectionId: string, end: number, { thumbnailBytes }: Gathered): Pieces {
  for (let first = 0; first < end; first += THUMBNAILS_AT_ONCE) {
    const count = Math.min(THUMBNAILS_AT_ONCE, end - first);
    const ids = Array.from({ length: count }, (_, at) => first + at);
    for (const [id, jpeg] of await readThumbnails(collectionId, ids)) {
      thumbnailBytes.set(id, jpeg.byteLength);
      yield new Uint8Array(jpeg);
    }
  }
  await refuseDamage(collectionId);
}

async function* tablePieces(collectionId: string, { thumbnailBytes, pixelHashes }: Gathered): Pieces {
  yield encode(csvLine(CSV_HEADER));
  let row = 0;
  for await (const patches of readPatches(collectionId)) {
    const lines = patches.map(({ id, path, label, width, height, fileSize, fileModified, area }) => {
      const fields = [row++, path, label, width, height, fileSize, fileModified];
      return csvLine([...fields, thumbnailBytes.get(id) ?? 0, pixelHashes.get(id) ?? '', area ? writeArea(area) : '']);
    });
    yield encode(lines.join(''));
  }
  await refuseDamage(collectionId);
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
