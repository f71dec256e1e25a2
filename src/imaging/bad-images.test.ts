import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedFolder } from '../../scripts/setup/shared-folder.mjs';
import { MAX_MEMORY_BYTES } from './image-limits.ts';
import { KillableDecoder } from './testing/killable-decoder.ts';

const SHARED = sharedFolder();
const FOLDER = `${SHARED}/corpora/bad-images`;

/** Files that end otherwise than as image-broken. */
const OUTCOMES: Readonly<Record<string, string>> = {
  'Bad_height.bmp': 'image-too-large',
  'Bad_reallybig.bmp': 'image-too-large',
  'Bad_width.bmp': 'image-too-large',
  // Run lengths.
  'Bad_unusual_extend_buffer_usage.bmp': 'format-variant',
  // Crashed another decoder; its pixels are all there.
  'panic.webp': 'image',
  'tiff-fuzz/oor_panic__graydepth-invert-overflow-5a0aad5024cc4ff3.tiff': 'format-variant',
  'tiff-fuzz/oor_panic__sample-format-empty-vec.bin.tif': 'image-too-large',
};

const FILES = 75;
/** Generous: most files take a millisecond. */
const TIME_LIMIT_MS = 10_000;

describe.skipIf(!SHARED)('hostile and broken files', () => {
  let decoder: KillableDecoder;

  beforeAll(async () => {
    decoder = await KillableDecoder.start(TIME_LIMIT_MS);
  });
  afterAll(() => decoder.stop());

  it('each end in an error or a valid image, within memory', { timeout: FILES * TIME_LIMIT_MS }, async () => {
    const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(paths.length).toBe(FILES);
    const actual: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const path of paths) {
      const name = path.slice(join(FOLDER).length + 1);
      const { outcome, tookBytes } = await decoder.decode(path);
      actual[name] = outcome;
      expected[name] = OUTCOMES[name] ?? 'image-broken';
      expect(tookBytes, name).toBeLessThan(MAX_MEMORY_BYTES);
    }
    expect(actual).toEqual(expected);
  });
});
