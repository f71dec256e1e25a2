import { copyFile, mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { countDifferingBits } from './hamming.ts';
import type { StoredPatch } from './library.ts';

/** A golden barcode: the tile it belongs to and its bits, computed in float64 (see the method). */
export interface GoldenTile {
  /** Below the tiles' folder: `01_TUMOR/name.tif`. */
  readonly path: string;
  /** Packed bits of the Standard profile. */
  readonly barcode: Uint8Array;
}

const TILES = 'kather2016-800';

/** The method lets an encoder with float16 weights differ from the golden barcode in 0.1 % of the bits. */
export const GOLDEN_TOLERANCE_BITS = 10.24;

/** The tiles that have a golden barcode at the Standard profile's 256 px: one a class. */
export async function readGoldenTiles(shared: string): Promise<GoldenTile[]> {
  const golden: { file: string; size: number }[] = JSON.parse(
    await readFile(path.join(shared, 'golden/golden.json'), 'utf8'),
  );
  const standard = golden.filter(({ size }) => size === 256);
  return Promise.all(
    standard.map(async ({ file }) => {
      const tile = file.slice(TILES.length + 1);
      const bits = path.join(shared, 'golden', `${tile.split('/')[0]}-256.sampled2048.bits`);
      return { path: tile, barcode: new Uint8Array(await readFile(bits)) };
    }),
  );
}

/** Where some of them lie, to be chosen one by one. */
export async function goldenFiles(shared: string, count: number): Promise<string[]> {
  const golden = await readGoldenTiles(shared);
  return golden.slice(0, count).map((tile) => path.join(shared, 'data', TILES, tile.path));
}

/** In how many bits each patch that was chosen by itself differs from its golden barcode. */
export async function bitsOffGolden(shared: string, stored: readonly StoredPatch[]): Promise<number[]> {
  const golden = await readGoldenTiles(shared);
  return stored.map((patch) => {
    const tile = golden.find((each) => path.basename(each.path) === patch.path);
    if (!tile) throw new Error(`${patch.path} has no golden barcode`);
    return countDifferingBits(patch.barcode, tile.barcode);
  });
}

/** A temporary folder `name` with `perClass` tiles of each class, the golden ones among them. */
export async function makeTileFolder(shared: string, perClass: number, name = 'colon'): Promise<string> {
  const golden = await readGoldenTiles(shared);
  const folder = path.join(await mkdtemp(path.join(tmpdir(), 'gramscope-tiles-')), name);
  const source = path.join(shared, 'data', TILES);
  for (const className of await readdir(source)) {
    const goldenOfClass = golden
      .filter((tile) => tile.path.startsWith(`${className}/`))
      .map((tile) => path.basename(tile.path));
    const others = (await readdir(path.join(source, className))).sort().filter((file) => !goldenOfClass.includes(file));
    await mkdir(path.join(folder, className), { recursive: true });
    for (const file of [...goldenOfClass, ...others].slice(0, perClass)) {
      await copyFile(path.join(source, className, file), path.join(folder, className, file));
    }
  }
  return folder;
}
