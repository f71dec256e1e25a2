/** Collections and files for tests. */
import { barcodeBytes, namedProfile, type Profile } from '../barcode/profile.ts';
import { createCollection, type NewCollection } from './collections.ts';
import type { IndexedFile } from './commit-batch.ts';
import type { CollectionRecord, PatchRecord } from './schema.ts';

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

/** The record that is stored for such a file. */
export function patchRecord(collectionId: string, id: number, file: IndexedFile): PatchRecord {
  const { barcode: _barcode, thumbnail: _thumbnail, colours: _colours, ...record } = file;
  return { ...record, collectionId, id };
}
