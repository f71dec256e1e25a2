import { readdirSync, readFileSync } from 'node:fs';

/** Bytes of memory of their own or shared among them that the processes with `mark` in their command line take; undefined where the system does not say. */
export function memoryOf(mark: string): number | undefined {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .reduce((sum, pid) => sum + memoryOfProcess(pid, mark), 0);
  } catch {
    return undefined;
  }
}

function memoryOfProcess(pid: string, mark: string): number {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark)) return 0;
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return kilobytes(status, 'RssAnon') + kilobytes(status, 'RssShmem');
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

function kilobytes(status: string, name: string): number {
  return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024;
}

/** The most memory taken between its making and `stop`. */
export class PeakMemory {
  readonly #timer: NodeJS.Timeout;
  #peak: number | undefined;

  constructor(mark: string) {
    const look = () => {
      const now = memoryOf(mark);
      if (now !== undefined) this.#peak = Math.max(this.#peak ?? 0, now);
    };
    look();
    this.#timer = setInterval(look, 200);
  }

  stop(): number | undefined {
    clearInterval(this.#timer);
    return this.#peak;
  }
}
