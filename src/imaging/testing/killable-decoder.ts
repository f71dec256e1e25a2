import { join } from 'node:path';
import type { ToDecode } from './decode-in-child.ts';
import { KillableChild } from './killable-child.ts';

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
  readonly #child: KillableChild<ToDecode, Report>;

  private constructor(child: KillableChild<ToDecode, Report>, limitMs: number) {
    this.#child = child;
    this.#limitMs = limitMs;
  }

  static async start(limitMs: number): Promise<KillableDecoder> {
    return new KillableDecoder(await KillableChild.start(join(import.meta.dirname, 'decode-in-child.ts')), limitMs);
  }

  /** @param file Its path, its content, or the files of a slide. */
  async decode(file: ToDecode): Promise<Report> {
    const answer = await this.#child.ask(file, this.#limitMs);
    return typeof answer === 'string' ? { outcome: answer, tookBytes: 0 } : answer;
  }

  /** Has the next file decoded by a process that has decoded none. */
  restart(): void {
    this.#child.restart();
  }

  stop(): void {
    this.#child.stop();
  }
}
