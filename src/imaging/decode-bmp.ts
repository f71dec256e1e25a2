import { AppError } from '../base/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { concatenate } from './concatenate.ts';
import { checkDimensions, checkMemory, RGB_TWICE } from './image-limits.ts';
import { unpackBits } from './unpack-bits.ts';

const FILE_HEADER_BYTES = 14;
/** BITMAPINFOHEADER; the headers of Windows 4 and 5 start with it. */
const INFO_HEADER_BYTES = 40;
const COMPRESSION = { none: 0, bitFields: 3, alphaBitFields: 6 } as const;

interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  /** Bits a pixel: 1, 4, 8 (palette), 16, 24 or 32. */
  readonly bits: number;
  readonly compression: number;
  /** Colours in the palette. */
  readonly colours: number;
  /** Where palette and masks start, and where the pixels do, in bytes. */
  readonly tableOffset: number;
  readonly pixelOffset: number;
}

/**
 * Decodes an uncompressed BMP file, with palette, true colour or bit fields. A fourth channel is left out: the format
 * leaves open whether it is alpha, and viewers differ.
 *
 * Our own, since the libraries at hand read fewer variants (fast-bmp), want Node's Buffer (bmp-ts) or, the browser's own,
 * differ on the fourth channel.
 * @throws AppError image-broken, image-too-large, format-variant for run lengths, embedded JPEG or PNG, and OS/2 headers
 */
export function decodeBmp(file: Uint8Array<ArrayBuffer>): RgbImage {
  const bytes = withFileHeader(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(view);
  const rowBytes = Math.ceil((header.width * header.bits) / 32) * 4;
  if (header.pixelOffset + rowBytes * header.height > bytes.length) {
    throw new AppError('image-broken', 'the BMP pixel data are cut off');
  }
  checkMemory(2 * bytes.length + header.width * header.height * RGB_TWICE);
  const writeRow = rowWriter(view, bytes, header);
  const data = new Uint8Array(header.width * header.height * 3);
  for (let y = 0; y < header.height; y++) {
    const stored = header.topDown ? y : header.height - 1 - y;
    writeRow(header.pixelOffset + stored * rowBytes, data.subarray(y * header.width * 3));
  }
  return { width: header.width, height: header.height, data };
}

/** The file itself, or a bitmap as it lies in memory (.dib) with the header that files have in front of it. */
function withFileHeader(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes[0] === 0x42) return bytes;
  const header = new DataView(new ArrayBuffer(FILE_HEADER_BYTES));
  if (bytes.length >= INFO_HEADER_BYTES) {
    const own = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const bits = own.getUint16(14, true);
    const colours = own.getUint32(32, true) || (bits <= 8 ? 2 ** bits : 0);
    const masks = own.getUint32(16, true) === COMPRESSION.bitFields ? 12 : 0;
    header.setUint32(10, FILE_HEADER_BYTES + INFO_HEADER_BYTES + masks + 4 * Math.min(colours, 256), true);
  }
  return concatenate([new Uint8Array(header.buffer), bytes]);
}

function readHeader(view: DataView): BmpHeader {
  if (view.byteLength < FILE_HEADER_BYTES + INFO_HEADER_BYTES)
    throw new AppError('image-broken', 'the BMP header is cut off');
  const headerBytes = view.getUint32(14, true);
  if (headerBytes < INFO_HEADER_BYTES) throw new AppError('format-variant', 'BMP of OS/2');
  const width = view.getInt32(18, true);
  const height = view.getInt32(22, true);
  checkDimensions(width, Math.abs(height));
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  checkVariant(bits, compression);
  const colours = view.getUint32(46, true) || 2 ** Math.min(bits, 8);
  if (bits <= 8 && colours > 2 ** bits) throw new AppError('image-broken', `BMP palette of ${colours} colours`);
  // Bit masks lie inside the longer headers, and right after the shortest: at the same place.
  const tableOffset = FILE_HEADER_BYTES + (bits > 8 ? INFO_HEADER_BYTES : headerBytes);
  const pixelOffset = view.getUint32(10, true);
  return { width, height: Math.abs(height), topDown: height < 0, bits, compression, colours, tableOffset, pixelOffset };
}

function checkVariant(bits: number, compression: number): void {
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new AppError('image-broken', `BMP of ${bits} bits a pixel`);
  const masked = compression === COMPRESSION.bitFields || compression === COMPRESSION.alphaBitFields;
  if (compression !== COMPRESSION.none && !masked)
    throw new AppError('format-variant', `BMP with compression ${compression}`);
  if (masked && bits !== 16 && bits !== 32) throw new AppError('image-broken', `BMP with masks on ${bits} bits`);
}

/** Writes the row that starts at `offset` in the file to the start of `out` as RGB. */
type RowWriter = (offset: number, out: Uint8Array) => void;

function rowWriter(view: DataView, bytes: Uint8Array, header: BmpHeader): RowWriter {
  if (header.bits <= 8) return paletteRow(bytes, header);
  if (header.compression !== COMPRESSION.none) return maskedRow(view, header, readMasks(view, header));
  if (header.bits === 16) return maskedRow(view, header, [0x7c00, 0x03e0, 0x001f]);
  return trueColourRow(bytes, header);
}

function paletteRow(bytes: Uint8Array, { width, bits, colours, tableOffset }: BmpHeader): RowWriter {
  if (tableOffset + colours * 4 > bytes.length) throw new AppError('image-broken', 'the BMP palette is cut off');
  return (offset, out) => {
    const indices = unpackBits(bytes.subarray(offset), width, 1, bits);
    for (let x = 0; x < width; x++) {
      const index = indices[x] as number;
      if (index >= colours) throw new AppError('image-broken', `BMP colour ${index} of ${colours}`);
      copyReversed(bytes, tableOffset + index * 4, out, x * 3);
    }
  };
}

function trueColourRow(bytes: Uint8Array, { width, bits }: BmpHeader): RowWriter {
  const step = bits / 8;
  return (offset, out) => {
    for (let x = 0; x < width; x++) copyReversed(bytes, offset + x * step, out, x * 3);
  };
}

/** BMP stores blue, green, red. */
function copyReversed(from: Uint8Array, at: number, out: Uint8Array, to: number): void {
  out[to] = from[at + 2] as number;
  out[to + 1] = from[at + 1] as number;
  out[to + 2] = from[at] as number;
}

type Masks = readonly [red: number, green: number, blue: number];

function readMasks(view: DataView, { tableOffset, pixelOffset }: BmpHeader): Masks {
  if (tableOffset + 12 > pixelOffset) throw new AppError('image-broken', 'the BMP masks are missing');
  const mask = (index: number) => view.getUint32(tableOffset + index * 4, true);
  return [mask(0), mask(1), mask(2)];
}

function maskedRow(view: DataView, { width, bits }: BmpHeader, masks: Masks): RowWriter {
  const step = bits / 8;
  const channels = masks.map(channelOf);
  return (offset, out) => {
    for (let x = 0, to = 0; x < width; x++) {
      const pixel = bits === 16 ? view.getUint16(offset + x * step, true) : view.getUint32(offset + x * step, true);
      for (const { shift, most } of channels) {
        out[to++] = most === 0 ? 0 : Math.floor((((pixel >>> shift) & most) * 255) / most + 0.5);
      }
    }
  };
}

/** Where a mask's bits start, and the largest value they hold; a mask with gaps is taken from its lowest bit to its highest. */
function channelOf(mask: number): { shift: number; most: number } {
  if (mask === 0) return { shift: 0, most: 0 };
  const shift = 31 - Math.clz32(mask & -mask);
  return { shift, most: mask >>> shift };
}
