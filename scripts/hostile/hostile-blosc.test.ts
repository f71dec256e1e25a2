/** Containers of Blosc that are damaged are read or refused: the codecs inside are fed what no valid file holds. */
import Blosc from 'numcodecs/blosc';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { unpackBlosc } from '../../src/imaging/blosc.ts';
import { mutate } from './mutate.ts';

const CODECS = ['blosclz', 'lz4', 'lz4hc', 'zlib', 'zstd'];
const SHUFFLES = [0, 1, 2];
const SIZE = 9001;

const steps = Uint8Array.from({ length: SIZE }, (_, i) => ((i >> 2) * 7) >> (8 * (i & 3)));
const random = seededRandom(7);
/** Noise in the lowest byte of each number, and nothing above: a part that is packed and one that is not. */
const partNoise = Uint8Array.from({ length: SIZE }, (_, i) => (i % 4 === 0 ? random() * 256 : 0));

describe('damaged Blosc', () => {
  it.each(CODECS.flatMap((cname) => SHUFFLES.map((shuffle) => [cname, shuffle] as const)))(
    'is read or refused: %s, shuffle %s',
    async (cname, shuffle) => {
      const packer = Blosc.fromConfig({ id: 'blosc', cname, shuffle, clevel: 5, blocksize: 0 });
      for (const data of [steps, partNoise]) {
        const good = new Uint8Array(await packer.encode(data));
        for (let turn = 0; turn < 300; turn++) {
          const bytes = mutate(good, random);
          const outcome = await unpackBlosc(bytes, SIZE).catch((thrown: unknown) => thrown);
          if (outcome instanceof Uint8Array) expect(outcome.length).toBe(new DataView(bytes.buffer).getUint32(4, true));
          else expect(outcome).toBeInstanceOf(Error);
        }
      }
    },
  );
});
