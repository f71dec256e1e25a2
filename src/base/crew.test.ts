import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Crew, connectWithCrew, crewOfPage, type ThreadStart } from './crew.ts';
import { type Connection, type Endpoint, serve } from './rpc.ts';
import { STARTED } from './start-worker.ts';

const ports: MessagePort[] = [];

function channel(): MessageChannel {
  const made = new MessageChannel();
  ports.push(made.port1, made.port2);
  return made;
}

afterEach(() => {
  vi.useRealTimers();
  for (const port of ports.splice(0)) port.close();
});

/** A worker that serves `Owner`, as the page sees it. */
class FakeWorker extends EventTarget {
  isEnded = false;
  readonly scope: MessagePort;
  readonly #port: MessagePort;

  constructor() {
    super();
    const { port1, port2 } = channel();
    this.#port = port1;
    this.scope = port2;
    port1.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage(message: unknown, buffers: Transferable[] = []): void {
    this.#port.postMessage(message, buffers);
  }

  terminate(): void {
    this.isEnded = true;
  }

  crash(): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message: 'made to crash' }));
  }
}

/** A worker that asks for threads when it is told to. */
class Owner {
  readonly lines: MessagePort[] = [];
  readonly #crew: Crew<string>;

  constructor(crew: Crew<string>) {
    this.#crew = crew;
  }

  async startThread(name: string): Promise<void> {
    const line = await this.#crew.start(name);
    ports.push(line);
    this.lines.push(line);
  }

  end(): Promise<void> {
    return this.#crew.end();
  }
}

/** What becomes of each thread, in turn: it starts unless it is said otherwise. */
type Fate = 'starts' | 'fails' | 'hangs';

function setUp(...fates: readonly Fate[]) {
  const worker = new FakeWorker();
  const owner = new Owner(crewOfPage<string>(worker.scope as Endpoint));
  const threads: FakeWorker[] = [];
  const heard: string[] = [];
  const makeThread = () => {
    const thread = new FakeWorker();
    const fate = fates[threads.length] ?? 'starts';
    threads.push(thread);
    thread.scope.onmessage = ({ data: { start, line } }: MessageEvent<ThreadStart<string>>) => {
      ports.push(line);
      heard.push(start);
      if (fate === 'fails') thread.dispatchEvent(new Event('error'));
      if (fate !== 'starts') return;
      line.onmessage = ({ data }) => line.postMessage(`${start} heard ${data}`);
      thread.scope.postMessage(STARTED);
    };
    return thread as unknown as Worker;
  };
  const make = () => {
    setTimeout(() => serve(owner, worker.scope as Endpoint));
    return worker as unknown as Worker;
  };
  const connection: Connection<Owner> = connectWithCrew<Owner>(make, makeThread);
  return { worker, owner, threads, heard, connection };
}

describe('a crew', () => {
  it('gives a worker a line to each thread that it asks the page for', async () => {
    const { connection, owner, threads } = setUp();
    await Promise.all(['a', 'b'].map((name) => connection.remote.startThread(name)));
    expect(threads).toHaveLength(2);
    const answers = owner.lines.map(
      (line) =>
        new Promise((resolve) => {
          line.onmessage = ({ data }) => resolve(data);
          line.postMessage('hello');
        }),
    );
    expect(await Promise.all(answers)).toEqual(['a heard hello', 'b heard hello']);
  });

  it('tries a thread that does not start once more', async () => {
    const { connection, heard, threads } = setUp('fails', 'starts');
    await connection.remote.startThread('a');
    expect(heard).toEqual(['a', 'a']);
    expect(threads.map(({ isEnded }) => isEnded)).toEqual([true, false]);
  });

  it('says so when it does not start then either, and goes on', async () => {
    const { connection, threads } = setUp('fails', 'fails', 'starts');
    await expect(connection.remote.startThread('a')).rejects.toMatchObject({ code: 'worker-crashed' });
    await connection.remote.startThread('b');
    expect(connection.closedBy).toBeUndefined();
    expect(threads.map(({ isEnded }) => isEnded)).toEqual([true, true, false]);
  });

  it.each<[string, (made: ReturnType<typeof setUp>) => void]>([
    ['is ended', ({ connection }) => connection.destroy()],
    ['crashes', ({ worker }) => worker.crash()],
  ])('ends with its worker when that %s, whether started or starting', async (_, end) => {
    const made = setUp('starts', 'hangs');
    await made.connection.remote.startThread('a');
    const starting = made.connection.remote.startThread('b');
    starting.catch(() => {});
    await vi.waitFor(() => expect(made.heard).toEqual(['a', 'b']));
    end(made);
    expect(made.threads.map(({ isEnded }) => isEnded)).toEqual([true, true]);
    expect(made.worker.isEnded).toBe(true);
  });

  it('starts no thread once its worker has ended, nor one that was being tried again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { connection, owner, threads } = setUp('hangs');
    await vi.advanceTimersByTimeAsync(1);
    void owner.startThread('a').catch(() => {});
    await vi.waitFor(() => expect(threads).toHaveLength(1));
    connection.destroy();
    await vi.advanceTimersByTimeAsync(31_000);
    void owner.startThread('b').catch(() => {});
    await vi.advanceTimersByTimeAsync(31_000);
    expect(threads).toHaveLength(1);
  });

  it('ends when the worker lets it go, which lives on', async () => {
    const { connection, threads, worker } = setUp();
    await connection.remote.startThread('a');
    await connection.remote.end(undefined);
    expect([threads[0]?.isEnded, worker.isEnded]).toEqual([true, false]);
  });

  it('takes its worker with it when a thread fails later: it would wait for ever', async () => {
    const { connection, threads, worker } = setUp();
    await Promise.all(['a', 'b'].map((name) => connection.remote.startThread(name)));
    threads[0]?.crash();
    expect(connection.closedBy).toMatchObject({ code: 'worker-crashed', detail: 'made to crash' });
    expect(worker.isEnded).toBe(true);
    expect(threads.map(({ isEnded }) => isEnded)).toEqual([true, true]);
  });
});
