/** What our writer of OME-Zarr writes has the same values in Python's zarr, which knows version 2 as Debian has it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { halve, slideImage } from '../../src/imaging/slides/testing/slide-image.ts';
import { rgbLevel, writeZarr, type ZarrRecipe } from '../../src/imaging/slides/testing/write-zarr.ts';
import { hasPythonModule, PYTHON } from '../setup/python-packages.mjs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gramscope-zarr-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!hasPythonModule('zarr'))('Python’s zarr has the same values', () => {
  const whole = slideImage(150, 90);
  const colour = { version: 2, levels: [rgbLevel(whole), rgbLevel(halve(whole))], chunk: [64, 64] } as const;
  const deep = { width: 100, height: 60, channels: 2, valueAt: (c: number, y: number, x: number) => x * 40 + y + c };
  it.each<[string, ZarrRecipe]>([
    ['uncompressed', colour],
    ['Blosc', { ...colour, codec: 'blosc' }],
    ['Deflate, keys with dots', { ...colour, codec: 'zlib', separator: '.' }],
    ['gzip, column by column', { ...colour, codec: 'gzip', order: 'F', chunkChannels: 3 }],
    ['LZ4', { ...colour, codec: 'lz4' }],
    ['Zstandard', { ...colour, codec: 'zstd' }],
    ['16 bits, highest byte first', { ...colour, levels: [deep], type: 'uint16', bigEndian: true }],
  ])('%s', { timeout: 60_000 }, async (name, recipe) => {
    const root = path.join(folder, `${name}.ome.zarr`);
    for (const { path: below, file } of await writeZarr(recipe)) {
      await mkdir(path.dirname(path.join(root, below)), { recursive: true });
      await writeFile(path.join(root, below), new Uint8Array(await file.arrayBuffer()));
    }
    const theirs: unknown = JSON.parse(execFileSync(PYTHON, [SCRIPT, root], { encoding: 'utf8' }));
    expect(theirs).toEqual(
      recipe.levels.map(({ width, height, channels, valueAt }) => {
        const values = Array.from({ length: channels * height * width }, (_, i) =>
          valueAt(Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width, 0),
        );
        const bytes = recipe.type === 'uint16' ? Uint16Array.from(values) : Uint8Array.from(values);
        return { shape: [channels, height, width], sha256: createHash('sha256').update(bytes).digest('hex') };
      }),
    );
  });
});

const SCRIPT = path.resolve('scripts/slides/zarr_pixels.py');
