import { barcodeBits } from '../../barcode/profile.ts';
import { AppError } from '../../base/errors.ts';
import { readLensBytes } from '../../library/lenses.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import type { Lens } from '../../search/lens/lens.ts';

/** A lens as it is stored: see LensRecord. */
export function packLens({ bits, directions, matrix, offset }: Lens): ArrayBuffer {
  const packed = new Float32Array(directions * (bits + 1));
  for (let row = 0; row < directions; row++) {
    packed.set(matrix.subarray(row * bits, (row + 1) * bits), row * (bits + 1));
    packed[row * (bits + 1) + bits] = offset[row] ?? 0;
  }
  return packed.buffer;
}

/** What the collection's labels have taught. @throws AppError lens-damaged, also when it has none, and the storage errors. */
export async function readLens({ id, profile, lens }: CollectionRecord): Promise<Lens> {
  const stored = new Float32Array(await readLensBytes(id));
  const bits = barcodeBits(profile);
  const directions = lens?.directions ?? 0;
  if (directions === 0 || stored.length !== directions * (bits + 1)) throw new AppError('lens-damaged', id);
  const matrix = new Float32Array(directions * bits);
  const offset = new Float32Array(directions);
  for (let row = 0; row < directions; row++) {
    const at = row * (bits + 1);
    matrix.set(stored.subarray(at, at + bits), row * bits);
    offset[row] = stored[at + bits] ?? 0;
  }
  return { bits, directions, matrix, offset };
}
