import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** How decoding a file ended. */
export interface Report {
  /** `image`, `wrong size`, `timeout`, `crash`, or an error's code. */
  readonly outcome: string;
  /** Most bytes that the process took for it, beside what it had before. */
  readonly tookBytes: number;
}

/** The app's decoders in a process of their own, which is killed when a file takes too long. */
export class KillableDecoder {
  readonly #limitMs: number;
  readonly #folder: string;
  #child: ChildProcess | undefined;

  private constructor(folder: string, limitMs: number) {
    this.#folder = folder;
    this.#limitMs = limitMs;
  }

  static async start(limitMs: number): Promise<KillableDecoder> {
    // Inside the project, so that packages are found.
    const folder = mkdtempSync(join('node_modules', '.decoder-'));
    await buildChild(folder);
    return new KillableDecoder(folder, limitMs);
  }

  /** @param file Its path, or its content. */
  decode(file: string | Uint8Array): Promise<Report> {
    this.#child ??= fork(join(this.#folder, 'decode-in-child.mjs'), { serialization: 'advanced' });
    const child = this.#child;
    return new Promise((resolve) => {
      const end = (report: Report) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(report);
      };
      const timer = setTimeout(() => {
        this.#kill();
        end({ outcome: 'timeout', tookBytes: 0 });
      }, this.#limitMs);
      child.once('message', (report) => end(report as Report));
      child.once('exit', () => {
        this.#child = undefined;
        end({ outcome: 'crash', tookBytes: 0 });
      });
      child.send(file);
    });
  }

  /** Has the next file decoded by a process that has decoded none. */
  restart(): void {
    this.#kill();
  }

  stop(): void {
    this.#kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #kill(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

async function buildChild(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'load-wasm-in-node',
        enforce: 'pre',
        resolveId: (id) => (id.endsWith('/load-wasm.ts') ? join(import.meta.dirname, 'load-wasm-in-node.ts') : null),
      },
    ],
    build: {
      ssr: join(import.meta.dirname, 'decode-in-child.ts'),
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  });
}
