import { packLzw } from './pack-lzw.ts';

/** A GIF file of one frame. */
export interface GifRecipe {
  readonly screen: readonly [width: number, height: number];
  readonly frame: readonly [left: number, top: number, width: number, height: number];
  /** RGB triples, a power of two of them, at least two. */
  readonly colours: readonly number[];
  /** One a pixel, in the order they are stored. */
  readonly indices: readonly number[];
  readonly transparent?: number;
  readonly interlaced?: boolean;
}

export function writeGif({
  screen,
  frame,
  colours,
  indices,
  transparent,
  interlaced,
}: GifRecipe): Uint8Array<ArrayBuffer> {
  const bits = Math.log2(colours.length / 3);
  const word = (value: number) => [value & 255, value >> 8];
  const control = transparent === undefined ? [] : [0x21, 0xf9, 4, 1, 0, 0, transparent, 0];
  const literalBits = Math.max(2, bits);
  return Uint8Array.of(
    ...Array.from('GIF89a', (character) => character.charCodeAt(0)),
    ...screen.flatMap(word),
    0x80 | (bits - 1),
    0,
    0,
    ...colours,
    ...control,
    0x2c,
    ...frame.flatMap(word),
    interlaced ? 0x40 : 0,
    literalBits,
    ...subBlocks(packLzw(Uint8Array.from(indices), { literalBits, tiff: false })),
    0x3b,
  );
}

function subBlocks(bytes: Uint8Array): number[] {
  const blocks: number[] = [];
  for (let i = 0; i < bytes.length; i += 255) {
    const part = bytes.subarray(i, i + 255);
    blocks.push(part.length, ...part);
  }
  return [...blocks, 0];
}
