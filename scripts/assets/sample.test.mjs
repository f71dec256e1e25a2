import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseTiles, isSampleComplete, writeSample } from './sample.mjs';

/** @param {string} label @param {number} slide @param {number} number */
const tile = (label, slide, number) => `${label}/${number}_CRC-Prim-HE-${String(slide).padStart(2, '0')}_001.tif`;
const slideOf = (/** @type {string} */ name) => /HE-\d+/.exec(name)?.[0];

describe('chooseTiles', () => {
  it('takes turns between slides within a class, and between classes in the list', () => {
    const first = [tile('A', 1, 1), tile('A', 1, 2), tile('A', 1, 3), tile('A', 2, 4), tile('A', 3, 5)];
    const second = [tile('B', 9, 1), tile('B', 9, 2), tile('B', 9, 3)];
    expect(chooseTiles([first, second], 4)).toEqual([
      tile('A', 1, 1),
      tile('B', 9, 1),
      tile('A', 2, 4),
      tile('B', 9, 2),
      tile('A', 3, 5),
      tile('B', 9, 3),
      tile('A', 1, 2),
    ]);
  });

  it('spreads evenly and does not depend on the order of the files', () => {
    const slides = fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(slides, fc.integer({ min: 1, max: 20 }), (numbers, count) => {
        const tiles = numbers.map((slide, number) => tile('A', slide, number));
        const chosen = chooseTiles([tiles], count);
        expect(chooseTiles([[...tiles].reverse()], count)).toEqual(chosen);
        expect(new Set(chosen).size).toBe(Math.min(count, tiles.length));
        const available = new Set(tiles.map(slideOf)).size;
        expect(new Set(chosen.map(slideOf)).size).toBe(Math.min(available, count, tiles.length));
      }),
    );
  });
});

describe('writeSample', () => {
  /** @type {string} */
  let root;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'gramscope-test-'));
    for (const label of ['A', 'B']) {
      await mkdir(path.join(root, 'tiles', label), { recursive: true });
      for (let number = 0; number < 25; number++) {
        await writeFile(path.join(root, 'tiles', tile(label, number % 4, number)), 'x'.repeat(number + 1));
      }
    }
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('copies 20 tiles a class and names them with their source', async () => {
    const folder = path.join(root, 'sample');
    await writeSample(path.join(root, 'tiles'), folder);
    const sample = JSON.parse(await readFile(path.join(folder, 'sample.json'), 'utf8'));
    expect(sample).toMatchObject({ source: 'Kather et al. 2016, Zenodo 53169', licence: 'CC BY 4.0' });
    expect(sample.tiles).toHaveLength(40);
    expect(sample.tiles.slice(0, 2).map((/** @type {{ path: string }} */ { path }) => path[0])).toEqual(['A', 'B']);
    for (const { file, size } of sample.tiles) {
      expect((await readFile(path.join(folder, file))).length).toBe(size);
    }
    expect(isSampleComplete(folder)).toBe(true);
    await truncate(path.join(folder, sample.tiles[7].file), 0);
    expect(isSampleComplete(folder)).toBe(false);
  });

  it('is not complete where there is none', () => {
    expect(isSampleComplete(path.join(root, 'sample'))).toBe(false);
  });
});
