import 'fake-indexeddb/auto';
import { barcodeBytes, type Profile } from '../../src/barcode/profile.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { UNTRAINED_WEIGHTS_ID } from '../../src/encoder/untrained.ts';
import { exportCollection } from '../../src/library/archive/export-collection.ts';
import { createCollection } from '../../src/library/collections.ts';
import { commitBatch } from '../../src/library/commit-batch.ts';

const PROFILE: Profile = {
  recipe: 1,
  weightsId: UNTRAINED_WEIGHTS_ID,
  size: 64,
  layers: [1],
  sampling: 64,
  binarisation: 'per-layer',
};

/** An exported collection of patches that nobody ever saw; long to import and to delete. */
export async function makeLargeArchive(patches: number, name = 'large'): Promise<Buffer> {
  const random = seededRandom(7);
  const bytes = (length: number) => Uint8Array.from({ length }, () => random() * 256);
  const { id } = await createCollection({
    name,
    profileName: 'custom',
    profile: PROFILE,
    origin: { kind: 'files' },
    labelRule: { folderLevel: 1, renamed: {} },
    sourceRule: { kind: 'file' },
  });
  const files = Array.from({ length: patches }, (_, at) => ({
    path: `folder/${at}.png`,
    label: `label ${at % 5}`,
    width: 64,
    height: 64,
    fileSize: at + 1,
    fileModified: at + 1,
    barcode: bytes(barcodeBytes(PROFILE)),
    colours: { histogram: new Uint16Array(512).fill(at % 100), pixelHash: at.toString(16).padStart(64, '0') },
    thumbnail: bytes(200).buffer,
  }));
  await commitBatch(id, files, []);
  const pieces: Uint8Array[] = [];
  await exportCollection(
    id,
    async (piece) => void pieces.push(piece.slice()),
    new AbortController().signal,
    () => {},
  );
  return Buffer.concat(pieces);
}
