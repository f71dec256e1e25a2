import { crc32 } from 'node:zlib';
import { zlibSync } from 'fflate';

/** A PNG file to be written. */
export interface PngRecipe {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  /** Packed rows without filter bytes; of interlaced images, those of pass after pass. */
  readonly rows: readonly (readonly number[])[];
  readonly interlaced?: boolean;
  /** Chunks between header and pixels. */
  readonly chunks?: readonly (readonly [type: string, body: ArrayLike<number>])[];
}

export function writePng(recipe: PngRecipe): Uint8Array<ArrayBuffer> {
  const { width, height, depth, colourType, rows, interlaced = false, chunks = [] } = recipe;
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, depth);
  header.setUint8(9, colourType);
  header.setUint8(12, interlaced ? 1 : 0);
  const pixels = zlibSync(Uint8Array.from(rows.flatMap((row) => [0, ...row])));
  return Uint8Array.of(
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...pngChunk('IHDR', new Uint8Array(header.buffer)),
    ...chunks.flatMap(([type, body]) => pngChunk(type, body)),
    ...pngChunk('IDAT', pixels),
    ...pngChunk('IEND', []),
  );
}

function pngChunk(type: string, body: ArrayLike<number>): number[] {
  const checked = Uint8Array.of(...Array.from(type, (character) => character.charCodeAt(0)), ...Array.from(body));
  return [...bigEndian(body.length), ...checked, ...bigEndian(crc32(checked))];
}

function bigEndian(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
