/** Collections and files for tests. */
import { barcodeBytes, namedProfile, type Profile } from '../barcode/profile.ts';
import type { TableFacts } from '../base/table.ts';
import { createCollection, type NewCollection } from './collections.ts';
import { commitBatch, type FailedFile, type IndexedFile } from './commit-batch.ts';
import { deletePatches } from './edit-patches.ts';
import { patchPath } from './patch-path.ts';
import type { CollectionRecord, CutRule, LensFacts, PatchRecord, SlideRecord } from './schema.ts';
import { putSlide } from './slides.ts';

/** 8 bytes a barcode. */
export const TINY_PROFILE: Profile = { ...namedProfile('standard', 'weights'), layers: [1], sampling: 64 };

/** 512 bytes a barcode, 2,048 a segment. */
export const SMALL_PROFILE: Profile = { ...TINY_PROFILE, layers: [1, 2], sampling: 2_048 };

/** 38,236 bytes a barcode, so that few patches fill a segment. */
export const PAPER_PROFILE: Profile = namedProfile('paper', 'weights');

export function addCollection(properties: Partial<NewCollection> = {}): Promise<CollectionRecord> {
  return createCollection({
    name: 'Colon',
    profileName: 'standard',
    profile: TINY_PROFILE,
    origin: { kind: 'files' },
    labelRule: { folderLevel: 1, renamed: {} },
    sourceRule: { kind: 'file' },
    ...properties,
  });
}

/** A file whose every part tells its `version` (1 to 255): the thumbnail has `version` bytes. */
export function indexedFile(path: string, version = 1, profile = TINY_PROFILE): IndexedFile {
  return {
    path,
    label: `label ${version}`,
    width: 150,
    height: version,
    fileSize: 1000 + version,
    fileModified: 1_600_000_000_000 + version,
    barcode: new Uint8Array(barcodeBytes(profile)).fill(version),
    colours: { histogram: new Uint16Array(512).fill(version), pixelHash: `${version}` },
    thumbnail: new Uint8Array(version).fill(version).buffer,
  };
}

export const CUT_RULE: CutRule = {
  patchSize: 256,
  micronsPerPixel: 0.5,
  leastTissue: 0.25,
  assumedMicronsPerPixel: undefined,
};

/** A slide of 1024 x 512 pixels at 0.5 µm. */
export function slideRecord(collectionId: string, path: string): SlideRecord {
  const level = { width: 1024, height: 512, tileWidth: 240, tileHeight: 240, downsample: 1 };
  const { assumedMicronsPerPixel: _assumed, ...cut } = CUT_RULE;
  return {
    collectionId,
    path,
    filePaths: [path],
    fileSize: 5000,
    fileModified: 1_600_000_000_000,
    fingerprint: 'ab'.repeat(32),
    info: { format: 'aperio', levels: [level], micronsPerPixel: 0.5, compression: 'JPEG', passedOver: ['label'] },
    cut,
    patchCount: 8,
  };
}

/** An area of a slide, as `indexedFile` makes files. */
export function indexedArea(slidePath: string, x: number, y: number): IndexedFile {
  const area = { x, y, width: 256, height: 256 };
  return { ...indexedFile(patchPath(slidePath, area)), area };
}

/** Of a table whose file is of `tableFile`. */
export function tableFacts(id: string): TableFacts {
  return {
    id,
    name: `${id}.csv`,
    rows: 2,
    bytes: tableFile(0).byteLength,
    attachedAt: 1_700_000_000_000,
    naming: { column: 0, way: 'file-name' },
    columns: [
      { header: 'file', type: 'identifier', isShown: false },
      { header: 'grade', type: 'category', isShown: true },
    ],
  };
}

/** Of one direction, with the numbers of `lensNumbers`. */
export function lensFacts(id: string): LensFacts {
  const gain = { queries: 80, learned: 0.8, plain: 0.7, mean: 0.1, standardError: 0.02, sources: 4, up: 3, down: 1 };
  return { id, directions: 1, learnedFrom: '0123456789abcdef', gain, learnedAt: 1_700_000_000_000 };
}

/** For barcodes of TINY_PROFILE; all of them `value`. */
export function lensNumbers(value: number): ArrayBuffer {
  return new Float32Array(65).fill(value).buffer;
}

/** Names a.png and b.png; tells its `version` (0 to 9). */
export function tableFile(version: number): ArrayBuffer {
  return new TextEncoder().encode(`file,grade\na.png,${version}\nb.png,x\n`).buffer;
}

/** The record that is stored for such a file. */
export function patchRecord(collectionId: string, id: number, file: IndexedFile): PatchRecord {
  const { barcode: _barcode, thumbnail: _thumbnail, colours: _colours, ...record } = file;
  return { ...record, collectionId, id };
}

/** Patches of `addCollectionWithHoles`, before any was deleted. */
const MANY = 5_000;

/** Failed files and slides of `addCollectionWithHoles`. */
export const MANY_FAILURES = 2_500;
export const MANY_SLIDES = 300;

/**
 * A collection of several pages in every store, and of three segments. Every third patch is deleted, and all from 2,000 to 3,999.
 * @returns Its id, and the ids of the patches that are left, ascending. Their files are `indexedFile(pathOf(id), versionOf(id))`.
 */
export async function addCollectionWithHoles(
  properties: Partial<NewCollection> = {},
): Promise<{ id: string; left: number[] }> {
  const { id, profile } = await addCollection({ profile: SMALL_PROFILE, cutRule: CUT_RULE, ...properties });
  const ids = Array.from({ length: MANY }, (_, at) => at);
  const failed = Array.from({ length: MANY_FAILURES }, (_, at): FailedFile => {
    return { path: `${at}.broken`, fileSize: 1, fileModified: 2, error: { code: 'image-broken', detail: `${at}` } };
  });
  const files = ids.map((at) => indexedFile(pathOf(at), versionOf(at), profile));
  await commitBatch(id, files, failed);
  for (let slide = 0; slide < MANY_SLIDES; slide++) await putSlide(slideRecord(id, `${slide}.svs`));
  const isDeleted = (at: number) => at % 3 === 0 || (at >= 2_000 && at < 4_000);
  for await (const _deleted of deletePatches(id, ids.filter(isDeleted)));
  return { id, left: ids.filter((at) => !isDeleted(at)) };
}

export function pathOf(patchId: number): string {
  return `folder ${patchId % 7}/${patchId}.png`;
}

export function versionOf(patchId: number): number {
  return (patchId % 255) + 1;
}
