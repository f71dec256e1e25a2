/** What c-blosc packs, by Python's numcodecs: each codec, shuffle and size of a number. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { unpackBlosc } from '../../src/imaging/blosc.ts';
import { mutate } from '../hostile/mutate.ts';
import { hasPythonModule, PYTHON } from '../setup/python-packages.mjs';

const CODECS = ['blosclz', 'lz4', 'lz4hc', 'zlib', 'zstd'];
const SHUFFLES = [0, 1, 2];
const TYPE_SIZES = [1, 2, 4, 8];
const BLOCK_SIZES = [0, 2048];

const random = seededRandom(11);
const noise = (bytes: number) => Uint8Array.from({ length: bytes }, () => random() * 256);
const steps = (bytes: number) => Uint8Array.from({ length: bytes }, (_, i) => ((i >> 2) * 7) >> (8 * (i & 3)));
const DATA: Readonly<Record<string, Uint8Array>> = {
  'less than a block': steps(1000),
  'several blocks': steps(40_960),
  // No multiple of eight numbers in the last block.
  'a rest': steps(40_960 + 24),
  'a rest that is no number': steps(20_001),
  noise: noise(10_000),
  'a part noise': noise(16_000).map((value, i) => (i % 8 === 0 ? value : 0)),
  zeros: new Uint8Array(20_000),
};

// Python's zarr brings numcodecs along.
describe.skipIf(!hasPythonModule('zarr'))('what c-blosc packed is unpacked', () => {
  it.each(CODECS.flatMap((cname) => SHUFFLES.map((shuffle) => [cname, shuffle] as const)))(
    '%s, shuffle %s',
    async (cname, shuffle) => {
      const recipes = Object.entries(DATA).flatMap(([name, data]) =>
        TYPE_SIZES.flatMap((typesize) =>
          BLOCK_SIZES.map((blocksize) => ({ name, data, cname, shuffle, typesize, blocksize, clevel: 5 })),
        ),
      );
      const containers = pack(recipes);
      expect(containers).toHaveLength(recipes.length);
      for (const [at, { name, data, typesize, blocksize }] of recipes.entries()) {
        const container = containers[at] ?? new Uint8Array();
        const what = `${name}, numbers of ${typesize} bytes, blocks of ${blocksize}`;
        const unpacked = await unpackBlosc(container, data.length);
        expect(Buffer.from(unpacked).equals(Buffer.from(data)), what).toBe(true);
        for (let turn = 0; turn < 5; turn++) {
          const outcome = await unpackBlosc(mutate(container, random), data.length).catch((thrown: unknown) => thrown);
          if (outcome instanceof Uint8Array) expect(outcome.length, what).toBeLessThanOrEqual(data.length);
          else expect(outcome, what).toBeInstanceOf(Error);
        }
      }
    },
  );
});

function pack(recipes: readonly { readonly data: Uint8Array }[]): Uint8Array[] {
  const input = JSON.stringify(
    recipes.map((recipe) => ({ ...recipe, data: Buffer.from(recipe.data).toString('base64') })),
  );
  const maxBuffer = 2 ** 28;
  const output = execFileSync(PYTHON, [path.resolve('scripts/slides/blosc_pack.py')], { input, maxBuffer });
  return (JSON.parse(output.toString()) as string[]).map((text) => Uint8Array.from(Buffer.from(text, 'base64')));
}
