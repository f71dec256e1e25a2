/**
 * Decompression of single TIFF blocks. These stand in for geotiff's own decoders, which push single bytes to arrays without
 * a limit, and which take the nearest chroma sample in JPEG. None returns more than `limit` bytes, whatever its input says.
 */
import { unzlibSync } from 'fflate';
import { AppError } from '../base/errors.ts';
import { concatenate } from './concatenate.ts';
import { forceColours, readJpegHeader, repairJpeg } from './jpeg-header.ts';
import { JpegRows } from './jpeg-rows.ts';
import { loadDecoder } from './load-decoder.ts';
import { unpackLzw } from './lzw.ts';
import { decodeWithMozjpeg } from './mozjpeg.ts';
import { COMPRESSION, PHOTOMETRIC, type TiffLayout } from './tiff-layout.ts';
import { ycbcrToRgb } from './ycbcr.ts';

/**
 * Decompresses a strip or tile; more than it should hold is left out.
 * @param rows Of the block, as far as it must hold them: the last strip of an image may have fewer.
 * @throws AppError image-broken, format-variant, decoder-unreachable; whatever a codec throws
 */
export function unpackBlock(packed: Uint8Array, layout: TiffLayout, rows: number): Uint8Array | Promise<Uint8Array> {
  switch (layout.compression) {
    case COMPRESSION.packBits:
      return unpackPackBits(packed, layout.blockBytes);
    case COMPRESSION.ccittRuns:
    case COMPRESSION.ccittGroup3:
    case COMPRESSION.ccittGroup4:
      return unpackFax(packed, layout, rows);
    case COMPRESSION.lzw:
      return unpackTiffLzw(packed, layout.blockBytes);
    case COMPRESSION.deflate:
    case COMPRESSION.oldDeflate:
      return unpackDeflate(packed, layout.blockBytes);
    case COMPRESSION.zstd:
      return unpackZstd(packed, layout.blockBytes);
    case COMPRESSION.jpeg:
      return unpackJpeg(packed, layout);
    case COMPRESSION.webp:
      return unpackWebp(packed, layout);
    case COMPRESSION.aperioJpeg2000Ycbcr:
    case COMPRESSION.lossyJpeg2000:
    case COMPRESSION.aperioJpeg2000Rgb:
    case COMPRESSION.jpeg2000:
      return unpackJpeg2000(packed, layout);
    default:
      return packed;
  }
}

/** Deflate in a zlib stream (compression 8 and 32946). */
export function unpackDeflate(packed: Uint8Array, limit: number): Uint8Array {
  return unzlibSync(packed, { out: new Uint8Array(limit) });
}

/** CCITT compression (2 to 4). */
async function unpackFax(packed: Uint8Array, layout: TiffLayout, rows: number): Promise<Uint8Array> {
  const { unpackCcitt, reverseBits } = await loadDecoder(() => import('./ccitt.ts'));
  const { twoDimensional, reversed } = layout.ccitt;
  const kind = CCITT_KINDS[layout.compression] ?? 'group4';
  const block = { width: layout.blockWidth, height: rows, kind, twoDimensional };
  return unpackCcitt(reversed ? reverseBits(packed) : packed, block);
}

const CCITT_KINDS: Readonly<Record<number, 'runs' | 'group3' | 'group4'>> = {
  [COMPRESSION.ccittRuns]: 'runs',
  [COMPRESSION.ccittGroup3]: 'group3',
  [COMPRESSION.ccittGroup4]: 'group4',
};

/** Zstandard (compression 50000). */
async function unpackZstd(packed: Uint8Array, limit: number): Promise<Uint8Array> {
  const { decompress } = await loadDecoder(() => import('fzstd'));
  // Given where to write to, it takes no memory of its own, whatever the frame says of its size.
  return decompress(packed, new Uint8Array(limit));
}

/** PackBits (TIFF 6.0, section 9): n below 128 precedes n + 1 literal bytes, n above 128 a byte that is repeated 257 - n times. */
export function unpackPackBits(packed: Uint8Array, limit: number): Uint8Array {
  const out = new Uint8Array(limit);
  let from = 0;
  let to = 0;
  while (to < limit && from < packed.length) {
    const header = packed[from++] as number;
    if (header < 128) {
      const literals = packed.subarray(from, from + Math.min(header + 1, limit - to));
      out.set(literals, to);
      to += literals.length;
      from += header + 1;
    } else if (header > 128 && from < packed.length) {
      const end = Math.min(to + 257 - header, limit);
      out.fill(packed[from++] as number, to, end);
      to = end;
    }
  }
  return out.subarray(0, to);
}

/** LZW (TIFF 6.0, section 13): most significant bit first. */
export function unpackTiffLzw(packed: Uint8Array, limit: number): Uint8Array {
  // A clear code in the order of bits from before TIFF 6.0.
  if (packed[0] === 0 && packed[1] === 1) throw new AppError('format-variant', 'TIFF with old-style LZW');
  let from = 0;
  let buffer = 0;
  let buffered = 0;
  const readCode = (bits: number) => {
    while (buffered < bits) {
      if (from >= packed.length) return -1;
      buffer = ((buffer << 8) | (packed[from++] as number)) & 0xffffff;
      buffered += 8;
    }
    buffered -= bits;
    return (buffer >> buffered) & ((1 << bits) - 1);
  };
  return unpackLzw({ literalBits: 8, early: true, readCode }, limit);
}

/**
 * A JPEG stream whose tables may lie apart (TIFF Technical Note 2). Colour comes out as RGB.
 * @throws AppError image-broken when the stream's size is not the block's
 */
export async function unpackJpeg(stream: Uint8Array, layout: TiffLayout): Promise<Uint8Array> {
  const header = readJpegHeader(stream);
  const { width, height, components } = header;
  const wanted = layout.planar ? 1 : layout.samples;
  if (width !== layout.blockWidth || height > layout.blockHeight || components !== wanted) {
    throw new AppError('image-broken', `JPEG of ${width} x ${height} x ${components} in a TIFF block`);
  }
  // In a TIFF file the photometric tag says which colours they are, whatever the stream says.
  const coloured = forceColours(stream, header, layout.photometric === PHOTOMETRIC.ycbcr ? 'ycbcr' : 'rgb');
  const whole = concatenate([coloured.subarray(0, 2), tablesOf(layout.jpegTables), coloured.subarray(2)]);
  if (components === 4) return unpackJpegWithAlpha(whole);
  return keepChannels((await decodeWithMozjpeg(whole)).data, components);
}

/** Colours and alpha are decoded as streams of their own: four components together would be taken for CMYK. */
async function unpackJpegWithAlpha(stream: Uint8Array): Promise<Uint8Array> {
  const jpeg = JpegRows.open(repairJpeg(stream));
  if (!jpeg?.canPart) throw new AppError('format-variant', 'TIFF with JPEG of 4 samples of several sizes');
  const { data } = await decodeWithMozjpeg(jpeg.cut(0, jpeg.rows, [0, 1, 2]));
  const alpha = await decodeWithMozjpeg(jpeg.cut(0, jpeg.rows, [3]));
  for (let at = 0; at < data.length; at += 4) data[at + 3] = alpha.data[at] as number;
  return new Uint8Array(data.buffer, data.byteOffset, data.length);
}

/** A WebP file (compression 50001), which holds RGB or RGBA. */
async function unpackWebp(packed: Uint8Array, layout: TiffLayout): Promise<Uint8Array> {
  const { decodeWebpPixels } = await loadDecoder(() => import('./decode-webp.ts'));
  const { width, height, data } = await decodeWebpPixels(packed);
  if (width !== layout.blockWidth || height > layout.blockHeight) {
    throw new AppError('image-broken', `WebP of ${width} x ${height} in a TIFF block`);
  }
  return keepChannels(data, layout.samples);
}

/** A JPEG 2000 codestream. Colour comes out as RGB. */
async function unpackJpeg2000(packed: Uint8Array, layout: TiffLayout): Promise<Uint8Array> {
  const { decodeJpeg2000 } = await loadDecoder(() => import('./decode-jpeg2000.ts'));
  const { width, height, components, data, convertedToRgb } = await decodeJpeg2000(packed);
  const wanted = layout.planar ? 1 : layout.samples;
  if (width !== layout.blockWidth || height > layout.blockHeight || components !== wanted) {
    throw new AppError('image-broken', `JPEG 2000 of ${width} x ${height} x ${components} in a TIFF block`);
  }
  if (components === 3 && layout.photometric === PHOTOMETRIC.ycbcr && !convertedToRgb) ycbcrToRgb(data, 3);
  return data;
}

/** The tables stream without its start and end markers. */
function tablesOf(jpegTables: readonly number[]): Uint8Array {
  return Uint8Array.from(jpegTables.slice(2, -2));
}

function keepChannels(rgba: Uint8ClampedArray, channels: number): Uint8Array {
  const out = new Uint8Array((rgba.length / 4) * channels);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    for (let channel = 0; channel < channels; channel++) out[to++] = rgba[from + channel] as number;
  }
  return out;
}
