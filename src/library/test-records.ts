/** Collections and files for tests. */
import { barcodeBytes, namedProfile, type Profile } from '../barcode/profile.ts';
import { createCollection, type NewCollection } from './collections.ts';
import type { IndexedFile } from './commit-batch.ts';
import { patchPath } from './patch-path.ts';
import type { CollectionRecord, CutRule, PatchRecord, SlideRecord } from './schema.ts';

/** 8 bytes a barcode. */
export const TINY_PROFILE: Profile = { ...namedProfile('standard', 'weights'), layers: [1], sampling: 64 };

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

/** The record that is stored for such a file. */
export function patchRecord(collectionId: string, id: number, file: IndexedFile): PatchRecord {
  const { barcode: _barcode, thumbnail: _thumbnail, colours: _colours, ...record } = file;
  return { ...record, collectionId, id };
}
