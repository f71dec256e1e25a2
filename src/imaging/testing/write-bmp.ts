/** A BMP file to be written; the caller lays out table and rows (rows of whole 4 bytes, bottom row first). */
export interface BmpRecipe {
  readonly width: number;
  /** Negative when the top row is first. */
  readonly height: number;
  readonly bits: number;
  readonly compression?: number;
  /** Palette (blue, green, red, 0) or masks. */
  readonly table?: readonly number[];
  readonly colours?: number;
  readonly pixels: readonly number[];
}

/** Writes a BMP file with the 40-byte header. */
export function writeBmp({
  width,
  height,
  bits,
  compression = 0,
  table = [],
  colours = 0,
  pixels,
}: BmpRecipe): Uint8Array<ArrayBuffer> {
  const header = new DataView(new ArrayBuffer(54));
  const pixelOffset = 54 + table.length;
  header.setUint16(0, 0x424d);
  header.setUint32(2, pixelOffset + pixels.length, true);
  header.setUint32(10, pixelOffset, true);
  header.setUint32(14, 40, true);
  header.setInt32(18, width, true);
  header.setInt32(22, height, true);
  header.setUint16(26, 1, true);
  header.setUint16(28, bits, true);
  header.setUint32(30, compression, true);
  header.setUint32(46, colours, true);
  return Uint8Array.of(...new Uint8Array(header.buffer), ...table, ...pixels);
}
