import { copyFile, mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A golden barcode: the tile it belongs to and its bits, computed in float64 (see the method). */
export interface GoldenTile {
  /** Below the tiles' folder: `01_TUMOR/name.tif`. */
  readonly path: string;
  /** Packed bits of the Standard profile. */
  readonly barcode: Uint8Array;
}

const TILES = 'kather2016-800';

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
