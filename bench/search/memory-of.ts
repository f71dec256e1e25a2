import { readdirSync, readFileSync } from 'node:fs';

/**
 * Bytes of memory, of their own or shared among them, that the processes with `mark` in their command line and all their
 * descendants take; undefined where the system does not say.
 */
export function memoryOf(mark: string): number | undefined {
  const processes = readProcesses();
  if (!processes) return undefined;
  const counted = new Set(processes.filter(({ command }) => command.includes(mark)).map(({ pid }) => pid));
  for (let before = -1; before < counted.size; ) {
    before = counted.size;
    for (const { pid, parent } of processes) if (counted.has(parent)) counted.add(pid);
  }
  return processes.filter(({ pid }) => counted.has(pid)).reduce((sum, { bytes }) => sum + bytes, 0);
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly bytes: number;
}

function readProcesses(): Process[] | undefined {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readProcess(Number(name)) ?? []);
  } catch {
    return undefined;
  }
}

function readProcess(pid: number): Process | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return {
      pid,
      parent: Number(/PPid:\s+(\d+)/.exec(status)?.[1]),
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
      bytes: kilobytes(status, 'RssAnon') + kilobytes(status, 'RssShmem'),
    };
  } catch {
    // It has ended meanwhile.
    return undefined;
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
