import { asOrientation, type Orientation } from './orientation.ts';

const ORIENTATION_TAG = 274;
const ENTRY_BYTES = 12;
/** "Exif\0\0", which belongs to JPEG and which writers put into other formats, too. */
const PREFIX = [0x45, 0x78, 0x69, 0x66, 0, 0];

/**
 * The orientation in an EXIF block.
 * @param block A small TIFF file, with "Exif\0\0" before it or without, as EXIF is; anything else gives 1, since damaged metadata is no reason to refuse pixels.
 */
export function readExifOrientation(block: Uint8Array): Orientation {
  const exif = PREFIX.every((byte, at) => block[at] === byte) ? block.subarray(PREFIX.length) : block;
  if (exif.length < 8) return 1;
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  const littleEndian = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, littleEndian);
  if (directory + 2 > exif.length) return 1;
  const entries = view.getUint16(directory, littleEndian);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * ENTRY_BYTES;
    if (entry + ENTRY_BYTES > exif.length) return 1;
    if (view.getUint16(entry, littleEndian) === ORIENTATION_TAG) {
      return asOrientation(view.getUint16(entry + 8, littleEndian));
    }
  }
  return 1;
}
