import { join } from 'node:path';
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
  readonly #child: KillableChild<string | Uint8Array, Report>;

  private constructor(child: KillableChild<string | Uint8Array, Report>, limitMs: number) {
    this.#child = child;
    this.#limitMs = limitMs;
  }

  static async start(limitMs: number): Promise<KillableDecoder> {
    return new KillableDecoder(await KillableChild.start(join(import.meta.dirname, 'decode-in-child.ts')), limitMs);
  }

  /** @param file Its path, or its content. */
  async decode(file: string | Uint8Array): Promise<Report> {
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
