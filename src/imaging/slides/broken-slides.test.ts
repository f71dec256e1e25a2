import { openAsBlob } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { sharedFolder } from '../../../scripts/setup/shared-folder.mjs';
import { AppError } from '../../base/errors.ts';
import { detectSlide } from './detect-slide.ts';
import { SlideReader } from './slide-reader.ts';
import { slideImage } from './testing/slide-image.ts';
import { tiled, writeTiffSlide } from './testing/write-tiff-slide.ts';

vi.mock('../load-wasm.ts', () => import('../testing/load-wasm-in-node.ts'));

const SHARED = sharedFolder();
const context = { signal: new AbortController().signal, progress: () => {} };
const image = slideImage(150, 101);

/** Opens a file and reads all of it, small; says how that ended. */
async function outcomeOf(file: Blob): Promise<string> {
  const source = { key: 'broken', files: [file] as const };
  try {
    await detectSlide(file);
    const { levels } = await new SlideReader().describe(source, context);
    // Each level on its own, as a viewer shows them.
    const reader = new SlideReader();
    for (const [level, { width, height, tileWidth, tileHeight }] of levels.entries()) {
      for (const column of [0, Math.ceil(width / tileWidth) - 1]) {
        for (const row of [0, Math.ceil(height / tileHeight) - 1]) {
          await reader.readTile({ ...source, level, column, row }, context);
        }
      }
    }
    await reader.overview({ ...source, maxSide: 64 }, context);
    return 'read';
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.code;
    throw thrown;
  }
}

/** Writes 32-bit numbers into a little-endian file. */
function patched(bytes: Uint8Array<ArrayBuffer>, changes: (view: DataView, directory: number) => void): Blob {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  changes(view, view.getUint32(4, true));
  return new Blob([copy]);
}

/** Where the value of a tag lies in a directory. */
function placeOf(view: DataView, directory: number, tag: number): number {
  const entries = view.getUint16(directory, true);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + i * 12;
    if (view.getUint16(at, true) === tag) return at + 8;
  }
  throw new Error(`no tag ${tag}`);
}

const whole = writeTiffSlide({
  images: [await tiled(image, 32, 'deflate'), await tiled(slideImage(75, 50), 32, 'lzw')],
});

describe('broken slides', () => {
  it('reads the one that is whole', async () => {
    expect(await outcomeOf(new Blob([whole]))).toBe('read');
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('%i eighths of a TIFF file are damaged', async (eighths) => {
    const cut = new Blob([whole.slice(0, (whole.length * eighths) / 8)]);
    expect(await outcomeOf(cut)).toBe('image-broken');
  });

  it('ends on directories that run in a circle', async () => {
    const loop = patched(whole, (view, directory) => {
      const next = directory + 2 + view.getUint16(directory, true) * 12;
      view.setUint32(next, directory, true);
    });
    expect(await outcomeOf(loop)).toBe('image-broken');
  });

  it.each([
    ['width', 256, 0xffffffff],
    ['height', 257, 0x7fffffff],
    ['no width', 256, 0],
    ['width of tiles', 322, 0xffffffff],
    ['no tiles', 323, 0],
    ['tiny tiles', 322, 1],
    ['samples', 277, 0xffffffff],
  ])('ends on an absurd %s', async (_, tag, value) => {
    const absurd = patched(whole, (view, directory) => view.setUint32(placeOf(view, directory, tag), value, true));
    expect(['image-broken', 'slide-variant']).toContain(await outcomeOf(absurd));
  });

  it.each([
    ['offsets', 324, 0],
    ['offsets', 324, 0xfffffff0],
    ['lengths', 325, 0xffffffff],
    ['lengths', 325, 100_000_000],
    ['offsets of offsets', 324, -1],
  ])('ends on wrong %s of tiles', async (_, tag, value) => {
    const wrong = patched(whole, (view, directory) => {
      const at = placeOf(view, directory, tag);
      if (value < 0) view.setUint32(at, 0xffffff00, true);
      else view.setUint32(view.getUint32(at, true), value, true);
    });
    expect(await outcomeOf(wrong)).toBe('image-broken');
  });

  it('ends on a list of tiles, or of tags, that is far too long', async () => {
    const tags = patched(whole, (view, directory) => view.setUint16(directory, 0xffff, true));
    expect(await outcomeOf(tags)).toBe('image-broken');
    const tiles = patched(whole, (view, directory) => {
      view.setUint32(placeOf(view, directory, 324) - 4, 0xffffffff, true);
    });
    expect(['image-broken', 'read']).toContain(await outcomeOf(tiles));
    const bits = patched(whole, (view, directory) => {
      view.setUint32(placeOf(view, directory, 258) - 4, 0xffffffff, true);
    });
    expect(await outcomeOf(bits)).toBe('image-broken');
  });

  it('ends on tiles of noise', async () => {
    const noise = whole.slice();
    for (let i = 8; i < 3000; i++) noise[i] = (i * 7919) % 256;
    expect(await outcomeOf(new Blob([noise]))).toBe('image-broken');
  });
});

describe
  .skipIf(!SHARED)
  .each([
    'CMU-1-Small-Region.svs',
    'CMU-1-Small-Region.pyramid.tif',
    'TCGA-CR-7395-01A-01-TS1.svs',
    'TCGA-XK-AAJU-small.dcm',
  ])('%s', (name) => {
  it.each([1, 2, 3, 4, 5, 6, 7])('cut to %i eighths ends with a reason', { timeout: 30_000 }, async (eighths) => {
    const file = await openAsBlob(`${SHARED}/data/slides/${name}`);
    const cut = file.slice(0, Math.floor((file.size * eighths) / 8));
    expect(await outcomeOf(cut)).toBe('image-broken');
  });
});
