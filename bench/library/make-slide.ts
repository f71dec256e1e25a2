import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drawTexture } from '../../src/engine/intake/draw-texture.ts';
import { tiled, writeTiffSlide } from '../../src/imaging/slides/testing/write-tiff-slide.ts';

export const SLIDE_NAME = 'measured.svs';

/** Patches a side that the slide is cut into, and pixels a side of each. */
const PATCHES_A_SIDE = 16;
const SIDE = 256;

/** Patches that an indexing run makes of the slide. */
export const SLIDE_PATCHES = PATCHES_A_SIDE ** 2;

/** A small slide of drawn tissue. */
export async function drawSlide(): Promise<Uint8Array> {
  const side = PATCHES_A_SIDE * SIDE;
  const texture = drawTexture('crypts', 1, 1024);
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    const row = texture.data.subarray((y % 1024) * 1024 * 3, ((y % 1024) + 1) * 1024 * 3);
    for (let x = 0; x < side; x += 1024) data.set(row, (y * side + x) * 3);
  }
  const description = `Aperio Image Library v11\n${side}x${side} (${SIDE}x${SIDE}) JPEG/RGB Q=30|AppMag = 20|MPP = 0.5`;
  const image = await tiled({ width: side, height: side, data }, SIDE, 'jpeg', { 270: description });
  return writeTiffSlide({ images: [image] });
}

/** Puts the slide into a folder of this name. @returns The folder. */
export async function makeSlideFolder(root: string, name: string, slide: Uint8Array): Promise<string> {
  const folder = path.join(root, name);
  await mkdir(folder);
  await writeFile(path.join(folder, SLIDE_NAME), slide);
  return folder;
}
