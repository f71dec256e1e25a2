import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'vite';

/** The app's code in a process of its own, which answers messages and is killed when an answer takes too long. */
export class KillableChild<Question, Answer> {
  readonly #script: string;
  readonly #folder: string;
  #child: ChildProcess | undefined;

  private constructor(folder: string, script: string) {
    this.#folder = folder;
    this.#script = script;
  }

  /** @param entry Path of a module that answers each message of its process with one. */
  static async start<Question, Answer>(entry: string): Promise<KillableChild<Question, Answer>> {
    // Inside the project, so that packages are found.
    const folder = mkdtempSync(join('node_modules', '.child-'));
    await bundle(entry, folder);
    return new KillableChild(folder, join(folder, `${basename(entry, '.ts')}.mjs`));
  }

  /** @param limitMs After this time the process is killed. */
  ask(question: Question, limitMs: number): Promise<Answer | 'timeout' | 'crash'> {
    this.#child ??= fork(this.#script, { serialization: 'advanced' });
    const child = this.#child;
    return new Promise((resolve) => {
      const end = (answer: Answer | 'timeout' | 'crash') => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(answer);
      };
      const timer = setTimeout(() => {
        this.#kill();
        end('timeout');
      }, limitMs);
      child.once('message', (answer) => end(answer as Answer));
      child.once('exit', () => {
        this.#child = undefined;
        end('crash');
      });
      child.send(question as object);
    });
  }

  /** Has the next question answered by a new process. */
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

async function bundle(entry: string, outDir: string): Promise<void> {
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
      ssr: entry,
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  });
}
