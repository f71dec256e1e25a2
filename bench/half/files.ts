import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RgbImage } from '../../src/base/rgb-image.ts';
import type { Weights } from '../../src/encoder/weights.ts';
import { decodeTiff } from '../../src/imaging/decode-tiff.ts';
import { resizeLonger } from '../../src/imaging/resize.ts';

/** @param folder Where the asset step puts them. */
export function readWeights(folder: string): Weights {
  const { weightsManifest } = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const shards: Buffer[] = weightsManifest[0].paths.map((name: string) => readFileSync(path.join(folder, name)));
  const halves = new Uint16Array(Uint8Array.from(Buffer.concat(shards)).buffer);
  return { weightsId: 'trained', trained: true, halves };
}

/** The first tiles of each class, a folder of which there is for each. */
export function tilesOfEachClass(folder: string, tilesAClass: number): { label: string; file: string }[] {
  return readdirSync(folder).flatMap((label) =>
    readdirSync(path.join(folder, label))
      .sort()
      .slice(0, tilesAClass)
      .map((name) => ({ label, file: path.join(folder, label, name) })),
  );
}

/** Tiles with the packed bits of their full barcodes, computed in float64. */
export function goldenTiles(shared: string, size: number): { file: string; bits: string }[] {
  const golden: { file: string; size: number }[] = JSON.parse(
    readFileSync(path.join(shared, 'golden/golden.json'), 'utf8'),
  );
  return golden
    .filter((tile) => tile.size === size)
    .map(({ file }) => ({
      file: path.join(shared, 'data', file),
      bits: path.join(shared, 'golden', `${file.split('/')[1]}-${size}.full.bits`),
    }));
}

/** The tile as the network takes it. */
export async function readTile(file: string, size: number): Promise<RgbImage> {
  return resizeLonger(await decodeTiff(Uint8Array.from(readFileSync(file))), size);
}
