/** What the benchmark looks at: held-out tissue, tissue of other organs, and what is no tissue. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { encode as encodePng } from 'fast-png';
import { fromArrayBuffer } from 'geotiff';
import type { RgbImage } from '../../src/base/rgb-image.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { drawNonTissue, type NonTissue } from './draw-non-tissue.ts';
import type { Cut, ImageFile } from './encode.ts';

/** Kather's tiles are 150 pixels of 0.495 µm; slides are cut alike. TCGA's head-and-neck slide does not tell its resolution. */
export const CUT: Cut = { patchSize: 150, micronsPerPixel: 0.495, assumed: 0.5 };

/** Organs that Kather's tiles are not of, and the files of `data/slides` that show them. */
export const OTHER_ORGANS = {
  skin: 'CMU-1-Small-Region.svs',
  'head and neck': 'TCGA-CR-7395-01A-01-TS1.svs',
  prostate: 'TCGA-XK-AAJU-small.dcm',
} as const;

/** A photographed label and the slide around it lie in this file. */
const PHOTOGRAPHED = OTHER_ORGANS.skin;

/** Drawn images a kind. Other indices served to find the rule, so that it is not judged by what it was made for. */
const DRAWN: Readonly<Record<NonTissue, number>> = { noise: 60, 'drawn textures': 120, labels: 60, glass: 60 };

const PHOTOGRAPHS = 40;
const SIDES = [100, 150, 200] as const;

/** A tile of a set, with what its path tells. */
export interface Tile extends ImageFile {
  readonly label: string;
  readonly slide: string;
}

export async function readTiles(folder: string): Promise<Tile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      bytes: new Uint8Array(await readFile(name)),
      label: path.basename(path.dirname(name)),
      slide: /CRC-Prim-HE-\d+/.exec(name)?.[0] ?? name,
    })),
  );
}

export function drawnImages(kind: NonTissue): ImageFile[] {
  return Array.from({ length: DRAWN[kind] }, (_, index) => {
    const side = index % 5 === 4 ? 300 : 150;
    return { name: `${kind}-${index}.png`, bytes: toPng(drawNonTissue(kind, index, side)) };
  });
}

/** Squares of the photograph of a slide's label, at random places and sizes. */
export async function photographedLabels(slidesFolder: string): Promise<ImageFile[]> {
  const file = await fromArrayBuffer(new Uint8Array(await readFile(path.join(slidesFolder, PHOTOGRAPHED))).buffer);
  for (let at = 0; at < (await file.getImageCount()); at++) {
    const image = await file.getImage(at);
    const description = String((await image.fileDirectory.loadValue('ImageDescription')) ?? '');
    if (!/^label/m.test(description)) continue;
    const [width, height] = [image.getWidth(), image.getHeight()];
    const data = new Uint8Array((await image.readRGB({ interleave: true })) as ArrayLike<number>);
    const random = seededRandom(5);
    return Array.from({ length: PHOTOGRAPHS }, (_, index) => {
      const side = SIDES[index % SIDES.length] as number;
      const [left, top] = [Math.floor(random() * (width - side)), Math.floor(random() * (height - side))];
      return { name: `label-${index}.png`, bytes: toPng(crop({ width, height, data }, left, top, side)) };
    });
  }
  throw new Error(`no label in ${PHOTOGRAPHED}`);
}

function crop({ width, data }: RgbImage, left: number, top: number, side: number): RgbImage {
  const out = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    const from = ((top + y) * width + left) * 3;
    out.set(data.subarray(from, from + side * 3), y * side * 3);
  }
  return { width: side, height: side, data: out };
}

function toPng({ width, height, data }: RgbImage): Uint8Array {
  return encodePng({ width, height, data, channels: 3, depth: 8 });
}
