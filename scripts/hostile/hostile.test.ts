import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { MAX_MEMORY_BYTES } from '../../src/imaging/image-limits.ts';
import { oneSlideOfEach } from '../../src/imaging/slides/testing/one-slide-of-each.ts';
import { KillableDecoder } from '../../src/imaging/testing/killable-decoder.ts';
import { oneOfEach } from '../../src/imaging/testing/one-of-each.ts';
import { LARGEST_FILES, makeBombs } from './bombs.ts';
import { oneOfSeveralFiles, SLIDE_FORMATS, slideMutator } from './hostile-slides.ts';
import { mutate } from './mutate.ts';
import { count, emptyTally } from './tally.ts';

const MUTATIONS_A_FORMAT = Number(process.env.GRAMSCOPE_MUTATIONS ?? 400);
vi.setConfig({ testTimeout: 240_000 + MUTATIONS_A_FORMAT * 120, hookTimeout: 120_000 });

const IS_SOAK = MUTATIONS_A_FORMAT > 500;
const FORMATS = ['png', 'jpeg', 'webp', 'bmp', 'gif', 'tif'];
const TIME_LIMIT_MS = 10_000;

let decoder: KillableDecoder;

beforeAll(async () => {
  decoder = await KillableDecoder.start(TIME_LIMIT_MS);
});
afterAll(() => decoder.stop());

describe('good files', () => {
  it('are all read', async () => {
    for (const [name, file] of await oneOfEach()) expect((await decoder.decode(file)).outcome, name).toBe('image');
    for (const format of ['mirax', 'vsi'] as const) {
      expect((await decoder.decode(await oneOfSeveralFiles(format))).outcome, format).toBe('image');
    }
  });
});

describe('decompression bombs', () => {
  it('are refused with a reason, within memory', async () => {
    for (const [name, file] of await makeBombs()) {
      const { outcome, tookBytes } = await decoder.decode(file);
      expect(['image-too-large', 'image-broken'], `${name}: ${outcome}`).toContain(outcome);
      expect(tookBytes, name).toBeLessThan(MAX_MEMORY_BYTES);
    }
  });
});

describe('a good file as large as the limits let through', () => {
  it.each(IS_SOAK ? Object.keys(LARGEST_FILES) : ['png', 'tif'])('of %s is read, within memory', async (format) => {
    const file = await LARGEST_FILES[format]?.();
    if (!file) throw new Error(`no large ${format}`);
    // What an earlier file has left behind would hide what this one takes.
    decoder.restart();
    const { outcome, tookBytes } = await decoder.decode(file);
    expect(outcome).toBe('image');
    expect(tookBytes).toBeGreaterThan(MAX_MEMORY_BYTES / 4);
    expect(tookBytes).toBeLessThan(MAX_MEMORY_BYTES);
  });
});

describe('good files made bad', () => {
  it.each(FORMATS)('of %s each give an image or a reason, in time', async (format) => {
    const good = [...(await oneOfEach())].filter(([name]) => name.endsWith(`.${format}`));
    const random = seededRandom(FORMATS.indexOf(format) + 1);
    const tally = emptyTally();
    for (let i = 0; i < MUTATIONS_A_FORMAT; i++) {
      const [, file] = good[i % good.length] ?? [];
      if (file) count(tally, await decoder.decode(mutate(file, random)));
    }
    expect(tally).toMatchObject({ tried: MUTATIONS_A_FORMAT, timed_out: 0, crashed: 0, silent: 0 });
    expect(tally.refused).toBeGreaterThan(0);
  });
});

describe('good slides', () => {
  it('are all read', async () => {
    for (const [name, file] of await oneSlideOfEach()) expect((await decoder.decode(file)).outcome, name).toBe('image');
  });

  it.each(SLIDE_FORMATS)('of %s made bad are each read or refused with a reason, in time', async (format) => {
    const next = await slideMutator(format, seededRandom(SLIDE_FORMATS.indexOf(format) + 1));
    const tally = emptyTally();
    for (let i = 0; i < MUTATIONS_A_FORMAT; i++) count(tally, await decoder.decode(next(i)));
    expect(tally).toMatchObject({ tried: MUTATIONS_A_FORMAT, timed_out: 0, crashed: 0, silent: 0 });
    expect(tally.refused).toBeGreaterThan(0);
  });
});

describe('mutate', () => {
  it('is determined by its seed, and leaves the good file alone', () => {
    const file = Uint8Array.from({ length: 200 }, (_, at) => at);
    const mutations = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 50 }, () => [...mutate(file, random)]);
    };
    expect(mutations(3)).toEqual(mutations(3));
    expect(mutations(3)).not.toEqual(mutations(4));
    expect([...file]).toEqual(Array.from({ length: 200 }, (_, at) => at));
  });
});
