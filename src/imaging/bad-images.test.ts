import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedFolder } from '../../scripts/setup/shared-folder.mjs';

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
const MEMORY_LIMIT_BYTES = 700 * 2 ** 20;

interface Report {
  readonly outcome: string;
  readonly peakBytes: number;
}

/** A process that decodes, and is killed when it takes too long. */
class KillableDecoder {
  readonly #script: string;
  #child: ChildProcess | undefined;

  constructor(script: string) {
    this.#script = script;
  }

  decode(path: string): Promise<Report> {
    this.#child ??= fork(this.#script);
    const child = this.#child;
    return new Promise((resolve) => {
      const end = (report: Report) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(report);
      };
      const timer = setTimeout(() => {
        this.stop();
        end({ outcome: 'timeout', peakBytes: 0 });
      }, TIME_LIMIT_MS);
      child.once('message', (report) => end(report as Report));
      child.once('exit', () => {
        this.#child = undefined;
        end({ outcome: 'crash', peakBytes: 0 });
      });
      child.send(path);
    });
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

describe.skipIf(!SHARED)('hostile and broken files', () => {
  // Inside the project, so that packages are found.
  const outDir = SHARED ? mkdtempSync(join('node_modules', '.bad-images-')) : '';
  const decoder = new KillableDecoder(join(outDir, 'decode-in-child.mjs'));

  beforeAll(async () => {
    await build({
      configFile: false,
      logLevel: 'silent',
      plugins: [
        {
          name: 'load-wasm-in-node',
          enforce: 'pre',
          resolveId: (id) =>
            id.endsWith('/load-wasm.ts') ? join(import.meta.dirname, 'testing/load-wasm-in-node.ts') : null,
        },
      ],
      build: {
        ssr: join(import.meta.dirname, 'testing/decode-in-child.ts'),
        outDir,
        emptyOutDir: false,
        rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
      },
    });
  });

  afterAll(() => {
    decoder.stop();
    rmSync(outDir, { recursive: true, force: true });
  });

  it('each end in an error or a valid image, within memory', { timeout: FILES * TIME_LIMIT_MS }, async () => {
    const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(paths.length).toBe(FILES);
    const actual: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const path of paths) {
      const name = path.slice(join(FOLDER).length + 1);
      const { outcome, peakBytes } = await decoder.decode(path);
      actual[name] = outcome;
      expected[name] = OUTCOMES[name] ?? 'image-broken';
      expect(peakBytes, name).toBeLessThan(MEMORY_LIMIT_BYTES);
    }
    expect(actual).toEqual(expected);
  });
});
