/**
 * Threads of a worker. The page makes them, never the worker itself: in Firefox (153 ESR) `new Worker` within a worker now
 * and then does not return, and WebKit now and then ends such a worker before it has run. They end with their worker.
 */
import { AppError } from './errors.ts';
import { Connection, type Endpoint, type Remote, serve, type Transferred, transfer } from './rpc.ts';
import { startWorker } from './start-worker.ts';

/** What a thread hears first, and answers by its worker with STARTED. */
export interface ThreadStart<Start> {
  readonly start: Start;
  /** Leads to the worker that it works for. In Firefox it carries shared memory only once it has carried something else both ways. */
  readonly line: MessagePort;
}

/** Where a worker's threads come from. `Start` is what each of them begins with; it may hold memory that they share. */
export interface Crew<Start> {
  /** @throws AppError worker-crashed when the thread does not start, which was tried twice. */
  start(start: Start): Promise<MessagePort>;
  /** Ends all threads; none starts any more. */
  end(): Promise<void>;
}

/** The page's end, served to the worker. */
export class PageCrew {
  readonly #makeThread: () => Worker;
  readonly #onCrash: (error: AppError) => void;
  readonly #threads: Worker[] = [];
  #hasEnded = false;

  /** @param onCrash Told when a thread fails that had started: its worker may wait for it for ever. */
  constructor(makeThread: () => Worker, onCrash: (error: AppError) => void) {
    this.#makeThread = makeThread;
    this.#onCrash = onCrash;
  }

  async start(start: unknown): Promise<Transferred<MessagePort>> {
    let line: MessagePort | undefined;
    const thread = await startWorker(() => {
      if (this.#hasEnded) throw new AppError('worker-stopped');
      const made = this.#makeThread();
      this.#threads.push(made);
      // What carries memory goes the way that every browser lets it go: by the workers themselves, not by a port.
      const { port1, port2 } = new MessageChannel();
      made.postMessage({ start, line: port1 } satisfies ThreadStart<unknown>, [port1]);
      line = port2;
      return made;
    });
    thread.addEventListener('error', ({ message }) => this.#onCrash(new AppError('worker-crashed', message)));
    if (!line) throw new AppError('unexpected', 'a thread without a line');
    return transfer(line, [line]);
  }

  end(): void {
    this.#hasEnded = true;
    for (const thread of this.#threads.splice(0)) thread.terminate();
  }
}

/** Starts a worker, as `connectWorker` does, whose threads are made by `makeThread` and end with the connection. */
export function connectWithCrew<Service extends object>(
  make: () => Worker,
  makeThread: () => Worker,
): Connection<Service> {
  const crew = new PageCrew(makeThread, (error) => connection.destroy(error));
  const starting = startWorker(make).then((worker) => {
    serve(crew, worker);
    return worker;
  });
  const connection = new Connection<Service>(starting, () => crew.end());
  return connection;
}

/** The worker's end. To be called in a worker that `connectWithCrew` has started. */
export function crewOfPage<Start>(scope: Endpoint): Crew<Start> {
  const { remote }: { remote: Remote<PageCrew> } = new Connection<PageCrew>(scope);
  return { start: (start) => remote.start(start), end: () => remote.end(undefined) };
}
