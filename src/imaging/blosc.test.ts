import Blosc from 'numcodecs/blosc';
import Lz4 from 'numcodecs/lz4';
import { describe, expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import { seededRandom } from '../base/seeded-random.ts';
import { unpackBlosc } from './blosc.ts';
import { unpackLz4 } from './lz4.ts';

const CODECS = ['blosclz', 'lz4', 'lz4hc', 'zlib', 'zstd'] as const;
const SHUFFLES = [0, 1, 2] as const;

/** Bytes of each kind that a codec treats in a way of its own. */
const DATA: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  nothing: new Uint8Array(),
  'less than a block': steps(90),
  'several blocks': steps(300_000),
  'an odd rest': steps(70_003),
  noise: noise(50_001),
  // Repeats that lie farther back than 8191 bytes.
  'noise that comes again': again(noise(20_000), 3),
  'a part noise': mixed(50_000),
  zeros: new Uint8Array(100_000),
};

describe('Blosc', () => {
  it.each(CODECS.flatMap((codec) => SHUFFLES.map((shuffle) => [codec, shuffle] as const)))(
    'gives back what c-blosc packed by %s, shuffle %s',
    async (codec, shuffle) => {
      for (const [name, data] of Object.entries(DATA)) {
        for (const level of [1, 5]) {
          const unpacked = await unpackBlosc(await pack(data, codec, shuffle, level), data.length);
          expect(Buffer.from(unpacked).equals(Buffer.from(data)), `${name}, level ${level}`).toBe(true);
        }
      }
    },
  );

  it('refuses what it cannot read with a reason, before it allocates', async () => {
    const good = await pack(steps(70_003), 'lz4', 1);
    const with32 = (at: number, value: number) => {
      const bytes = good.slice();
      new DataView(bytes.buffer).setUint32(at, value, true);
      return bytes;
    };
    const with8 = (at: number, value: number) => good.slice().fill(value, at, at + 1);
    const reason = (bytes: Uint8Array, most = 70_003) => reasonOf(unpackBlosc(bytes, most));
    expect(await reason(good, 70_002)).toBe('image-broken: a Blosc chunk that is of another size');
    expect(await reason(with32(4, 0xffffffff))).toBe('image-broken: a Blosc chunk that is of another size');
    expect(await reason(with32(8, 0))).toMatch(/damaged header/);
    expect(await reason(with32(8, 0x7fffffff))).toMatch(/damaged header/);
    expect(await reason(with32(8, 1))).toMatch(/cut off/);
    expect(await reason(with32(12, good.length + 1))).toMatch(/cut off/);
    expect(await reason(with32(16, 0xfffffff0))).toMatch(/cut off/);
    expect(await reason(good.subarray(0, 15))).toMatch(/cut off/);
    expect(await reason(with8(3, 0))).toMatch(/damaged header/);
    expect(await reason(with8(0, 5))).toBe('slide-variant: Blosc of version 5');
    expect(await reason(with8(2, 0x41))).toBe('slide-variant: Blosc with Snappy');
    expect(await reason(with8(2, 0xe1))).toBe('slide-variant: Blosc with its codec 7');
  });

  it('unpacks no byte of a container twice', async () => {
    const data = new Uint8Array(900_000);
    data.set(noise(9000));
    const bytes = await pack(data, 'lz4', 1);
    const view = new DataView(bytes.buffer);
    const blocks = Math.ceil(view.getUint32(4, true) / view.getUint32(8, true));
    expect(blocks).toBeGreaterThan(2);
    // Whole blocks are all the first one, which takes most of the container.
    for (let block = 1; block < blocks - 1; block++) view.setUint32(16 + 4 * block, view.getUint32(16, true), true);
    expect(await reasonOf(unpackBlosc(bytes, data.length))).toMatch(/cut off/);
  });
});

describe('LZ4', () => {
  it.each(Object.entries(DATA).filter(([name]) => name !== 'nothing'))(
    'gives back what was packed: %s',
    async (_, data) => {
      const packed = new Uint8Array(await Lz4.fromConfig({ id: 'lz4' }).encode(data));
      const out = new Uint8Array(data.length);
      unpackLz4(packed.subarray(4), out);
      expect(Buffer.from(out).equals(Buffer.from(data))).toBe(true);
      for (const length of [data.length - 1, data.length + 1]) {
        expect(() => unpackLz4(packed.subarray(4), new Uint8Array(length))).toThrow(/damaged/);
      }
    },
  );

  it.each([
    ['literals that are not there', [0x50, 1, 2]],
    ['a length without an end', [0xf0, 255, 255]],
    ['a match before the beginning', [0x10, 1, 2, 0, 0]],
    ['a match of itself', [0x10, 1, 0, 0, 0]],
    ['a distance that is cut off', [0x10, 1, 1]],
    ['a match beyond the end', [0x1f, 1, 1, 0, 200]],
    ['nothing', []],
  ])('refuses %s', (_, bytes) => {
    expect(() => unpackLz4(Uint8Array.from(bytes), new Uint8Array(40))).toThrow(
      expect.objectContaining({ code: 'image-broken' }) as Error,
    );
  });
});

async function pack(data: Uint8Array, cname: string, shuffle: number, clevel = 5): Promise<Uint8Array<ArrayBuffer>> {
  const packer = Blosc.fromConfig({ id: 'blosc', cname, shuffle, clevel, blocksize: 0 });
  return new Uint8Array(await packer.encode(data));
}

async function reasonOf(reading: Promise<unknown>): Promise<string> {
  const thrown = await reading.then(
    () => undefined,
    (error: unknown) => error,
  );
  return thrown instanceof AppError ? `${thrown.code}: ${thrown.detail}` : `no refusal: ${String(thrown)}`;
}

/** Numbers of four bytes that rise. */
function steps(bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Int32Array.from({ length: Math.ceil(bytes / 4) }, (_, i) => i * 3).buffer).slice(0, bytes);
}

function noise(bytes: number): Uint8Array<ArrayBuffer> {
  const random = seededRandom(3);
  return Uint8Array.from({ length: bytes }, () => random() * 256);
}

function again(bytes: Uint8Array, times: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: times * bytes.length }, (_, i) => bytes[i % bytes.length] as number);
}

/** Noise in the lowest byte of each number, and nothing above: a part that is packed and one that is not. */
function mixed(bytes: number): Uint8Array<ArrayBuffer> {
  return noise(bytes).map((value, i) => (i % 4 === 0 ? value : 0));
}
