/** Fills the library with collections as indexing runs leave them, without encoding anything. */
import { barcodeBytes, type Profile, profileWith } from '../../../src/barcode/profile.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import { UNTRAINED_WEIGHTS_ID } from '../../../src/encoder/untrained.ts';
import { BLOCK_STORES, COLOURS, putRows, THUMBNAILS as THUMBNAIL_BLOCKS } from '../../../src/library/blocks.ts';
import { checksum } from '../../../src/library/checksum.ts';
import { createCollection, setCutRule } from '../../../src/library/collections.ts';
import { patchPath } from '../../../src/library/patch-path.ts';
import type { CollectionRecord, ColourRecord, PatchRecord, ThumbnailRecord } from '../../../src/library/schema.ts';
import { seal } from '../../../src/library/seal.ts';
import { segmentCapacity } from '../../../src/library/segments.ts';
import { putSlide } from '../../../src/library/slides.ts';
import { transact } from '../../../src/library/transact.ts';
import { CodeDrawer } from '../../search/draw-codes.ts';

trustOwnScripts();

/** Barcodes are as large as Standard's, of patches that take a sixteenth of the time to encode. */
const PROFILE: Profile = profileWith({ size: 64, sampling: 2048, binarisation: 'per-layer' }, UNTRAINED_WEIGHTS_ID);

const CUT = { patchSize: 256, micronsPerPixel: 0.5, leastTissue: 0, assumedMicronsPerPixel: undefined };

/** Half of the patches are files, by class and source; the other half is cut from slides of so many patches. */
const A_SLIDE = 2_500;
const COLUMNS = 50;
const CLASSES = ['adipose', 'debris', 'empty', 'gland', 'lymphocytes', 'mucosa', 'stroma', 'tumour'];
const SOURCES = 40;

/** Drawn once, and stored again and again: about 2 kB each. */
const THUMBNAILS = 50;

const calls = {
  /** @returns The collection's id. */
  async fill(name: string, patches: number): Promise<string> {
    const made = await createCollection({
      name,
      profileName: 'custom',
      profile: PROFILE,
      origin: { kind: 'folder' },
      labelRule: { folderLevel: 1, renamed: {} },
      sourceRule: { kind: 'folder' },
    });
    const collection = await setCutRule(made.id, CUT);
    const thumbnails = await drawThumbnails();
    const capacity = segmentCapacity(barcodeBytes(PROFILE));
    const drawer = new CodeDrawer(barcodeBytes(PROFILE));
    let thumbnailBytes = 0;
    for (let first = 0; first < patches; first += capacity) {
      const count = Math.min(capacity, patches - first);
      thumbnailBytes += await storeSome(collection.id, first, drawer.draw(first, count), thumbnails);
    }
    for (let slide = 0; slide * A_SLIDE < patches / 2; slide++) await storeSlide(collection.id, slide);
    await transact(['collections'], 'readwrite', (transaction) =>
      transaction
        .objectStore('collections')
        .put(seal<CollectionRecord>({ ...collection, patchCount: patches, thumbnailBytes })),
    );
    return collection.id;
  },
};

/** Every patch from `first` on that there is a barcode of. @returns Bytes of their thumbnails. */
function storeSome(
  collectionId: string,
  first: number,
  barcodes: Uint8Array<ArrayBuffer>,
  thumbnails: readonly ArrayBuffer[],
): Promise<number> {
  const bytes = barcodeBytes(PROFILE);
  const count = barcodes.length / bytes;
  const checksums = Uint32Array.from({ length: count }, (_, row) =>
    checksum(barcodes.subarray(row * bytes, (row + 1) * bytes)),
  );
  const index = first / segmentCapacity(bytes);
  return transact(['patches', ...BLOCK_STORES, 'segments'], 'readwrite', async (transaction) => {
    let thumbnailBytes = 0;
    const jpegs: ThumbnailRecord[] = [];
    const colours: ColourRecord[] = [];
    const requests: Promise<unknown>[] = [
      transaction.objectStore('segments').put({ collectionId, index, barcodes: barcodes.buffer, checksums }),
    ];
    for (let id = first; id < first + count; id++) {
      const jpeg = thumbnails[id % THUMBNAILS] as ArrayBuffer;
      const histogram = new Uint16Array(512);
      histogram[id % 512] = 32_767;
      thumbnailBytes += jpeg.byteLength;
      jpegs.push({ collectionId, id, jpeg });
      colours.push({ collectionId, id, histogram, pixelHash: id.toString(16).padStart(64, '0') });
      requests.push(transaction.objectStore('patches').put(seal(patchOf(collectionId, id))));
    }
    requests.push(
      putRows(transaction, THUMBNAIL_BLOCKS, collectionId, jpegs),
      putRows(transaction, COLOURS, collectionId, colours),
    );
    await Promise.all(requests);
    return thumbnailBytes;
  });
}

/** Even ids are files, odd ones lie on slides, so that every window of the gallery has both. */
function patchOf(collectionId: string, id: number): PatchRecord {
  const half = id >> 1;
  const stamp = { fileSize: 40_000 + id, fileModified: 1_600_000_000_000 + id };
  const kind = CLASSES[half % CLASSES.length] ?? '';
  if (id % 2 === 0) {
    const source = String(half % SOURCES).padStart(3, '0');
    const path = `${kind}/source-${source}/tile_${String(half).padStart(6, '0')}.png`;
    return { collectionId, id, path, label: kind, width: 224, height: 224, ...stamp };
  }
  const at = half % A_SLIDE;
  const area = { x: (at % COLUMNS) * 256, y: Math.floor(at / COLUMNS) * 256, width: 256, height: 256 };
  const path = patchPath(slidePath(Math.floor(half / A_SLIDE)), area);
  return { collectionId, id, path, area, label: 'slides', width: 256, height: 256, ...stamp };
}

function slidePath(slide: number): string {
  return `slides/case-${String(slide).padStart(3, '0')}.svs`;
}

function storeSlide(collectionId: string, slide: number): Promise<void> {
  const level = { width: COLUMNS * 256, height: COLUMNS * 256, tileWidth: 256, tileHeight: 256, downsample: 1 };
  const { assumedMicronsPerPixel: _assumed, ...cut } = CUT;
  return putSlide({
    collectionId,
    path: slidePath(slide),
    filePaths: [slidePath(slide)],
    fileSize: 500_000_000 + slide,
    fileModified: 1_600_000_000_000,
    fingerprint: String(slide).padStart(64, '0'),
    info: { format: 'aperio', levels: [level], micronsPerPixel: 0.5, compression: 'JPEG', passedOver: [] },
    cut,
    patchCount: A_SLIDE,
  });
}

async function drawThumbnails(): Promise<ArrayBuffer[]> {
  const canvas = new OffscreenCanvas(192, 192);
  const context = canvas.getContext('2d');
  const drawn: ArrayBuffer[] = [];
  for (let at = 0; context && at < THUMBNAILS; at++) {
    context.fillStyle = `hsl(${300 + at} 40% 80%)`;
    context.fillRect(0, 0, 192, 192);
    context.fillStyle = `hsl(${260 + at} 50% 40%)`;
    for (let dot = 0; dot < 20; dot++) context.fillRect((dot * 37 + at * 11) % 180, (dot * 53 + at * 7) % 180, 9, 9);
    drawn.push(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.7 })).arrayBuffer());
  }
  return drawn;
}

export type LibraryBench = typeof calls;

declare global {
  var libraryBench: LibraryBench;
}

globalThis.libraryBench = calls;
