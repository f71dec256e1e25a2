import { barcodeBytes, type Profile } from '../../src/barcode/profile.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { UNTRAINED_WEIGHTS_ID } from '../../src/encoder/untrained.ts';
import { makeArchive } from './made-archive.ts';

const PROFILE: Profile = {
  recipe: 1,
  weightsId: UNTRAINED_WEIGHTS_ID,
  size: 64,
  layers: [1],
  sampling: 64,
  binarisation: 'per-layer',
};

/** An exported collection of patches that nobody ever saw; long to import and to delete. */
export function makeLargeArchive(count: number, name = 'large'): Promise<Buffer> {
  const random = seededRandom(7);
  const bytes = (length: number) => Uint8Array.from({ length }, () => random() * 256);
  const patches = Array.from({ length: count }, (_, at) => ({
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
  return makeArchive({ name, profile: PROFILE, sourceRule: { kind: 'file' }, patches });
}
