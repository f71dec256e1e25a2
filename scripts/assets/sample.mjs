import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const TILES_A_CLASS = 20;

const ORIGIN = {
  source: 'Kather et al. 2016, Zenodo 53169',
  licence: 'CC BY 4.0',
  url: 'https://zenodo.org/records/53169',
};

/**
 * Copies the sample and describes it in `sample.json`.
 *
 * @param {string} collection A folder of classes, each a folder of tiles.
 * @param {string} folder Replaced as a whole.
 */
export async function writeSample(collection, folder) {
  const tiles = chooseTiles(listClasses(collection), TILES_A_CLASS).map((tile) => ({
    path: tile,
    file: tile,
    size: statSync(path.join(collection, tile)).size,
  }));
  if (tiles.length === 0) throw new Error('no tiles');
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  for (const { file } of tiles) {
    await mkdir(path.dirname(path.join(fresh, file)), { recursive: true });
    await cp(path.join(collection, file), path.join(fresh, file));
  }
  await writeFile(path.join(fresh, 'sample.json'), JSON.stringify({ ...ORIGIN, tiles }, null, 1));
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
}

/**
 * Whether a folder that `writeSample` wrote is complete.
 *
 * @param {string} folder
 */
export function isSampleComplete(folder) {
  const file = path.join(folder, 'sample.json');
  if (!existsSync(file)) return false;
  try {
    /** @type {{ tiles: { file: string, size: number }[] }} */
    const { tiles } = JSON.parse(readFileSync(file, 'utf8'));
    return tiles.every((tile) => statSync(path.join(folder, tile.file)).size === tile.size);
  } catch {
    return false;
  }
}

/**
 * Chooses tiles of every class: from as many slides as it has in turn, in the order of their names. The classes take
 * turns in the list, so that its first few tiles already span all of them.
 *
 * @param {readonly (readonly string[])[]} classes The tiles of each class.
 * @param {number} count Tiles a class, where it has as many.
 */
export function chooseTiles(classes, count) {
  const chosen = classes.map((tiles) => takeTurns(groupBySlide(tiles)).slice(0, count));
  return takeTurns(chosen);
}

/** @param {readonly string[]} tiles */
function groupBySlide(tiles) {
  /** @type {Map<string, string[]>} */
  const slides = new Map();
  for (const tile of [...tiles].sort()) {
    const slide = /CRC-Prim-HE-\d+/.exec(tile)?.[0] ?? '';
    slides.set(slide, [...(slides.get(slide) ?? []), tile]);
  }
  return [...slides.keys()].sort().map((slide) => slides.get(slide) ?? []);
}

/**
 * The first of every list, then the second of every list, and so on.
 *
 * @param {readonly (readonly string[])[]} lists
 */
function takeTurns(lists) {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list[turn] ?? [])).flat();
}

/** @param {string} collection */
function listClasses(collection) {
  const folders = readdirSync(collection, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) =>
    readdirSync(path.join(collection, name))
      .filter((file) => file.endsWith('.tif'))
      .map((file) => `${name}/${file}`),
  );
}
