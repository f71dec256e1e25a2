import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectWorker } from './rpc.ts';
import { holdWorkers, STARTED, startWorker } from './start-worker.ts';

/** What becomes of each worker that is started, in turn. */
type Fate = 'starts' | 'fails' | 'hangs';

class FakeWorker extends EventTarget {
  isEnded = false;
  readonly received: unknown[] = [];

  constructor(fate: Fate) {
    super();
    if (fate === 'starts') setTimeout(() => this.say(STARTED));
    // As WebKit has it: without a word.
    if (fate === 'fails') setTimeout(() => this.dispatchEvent(new Event('error')));
  }

  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage(message: unknown): void {
    this.received.push(message);
  }

  terminate(): void {
    this.isEnded = true;
  }
}

function makerOf(...fates: readonly Fate[]) {
  const made: FakeWorker[] = [];
  const make = () => {
    const worker = new FakeWorker(fates[made.length] ?? 'hangs');
    made.push(worker);
    return worker as unknown as Worker;
  };
  return { made, make };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  holdWorkers(Promise.resolve());
});

describe('startWorker', () => {
  it('gives a worker that has started', async () => {
    const { made, make } = makerOf('starts');
    const starting = startWorker(make);
    await vi.runAllTimersAsync();
    expect(await starting).toBe(made[0]);
    expect(made).toHaveLength(1);
  });

  it.each(['fails', 'hangs'] as const)('ends one that %s, and starts another', async (fate) => {
    const { made, make } = makerOf(fate, 'starts');
    const starting = startWorker(make);
    await vi.runAllTimersAsync();
    expect(await starting).toBe(made[1]);
    expect(made.map(({ isEnded }) => isEnded)).toEqual([true, false]);
  });

  it('tries twice and no more', async () => {
    const { made, make } = makerOf('fails', 'fails', 'starts');
    const failed = expect(startWorker(make)).rejects.toMatchObject({ code: 'worker-crashed' });
    await vi.runAllTimersAsync();
    await failed;
    expect(made.map(({ isEnded }) => isEnded)).toEqual([true, true]);
  });

  it('leaves a worker alone that fails later', async () => {
    const { made, make } = makerOf('starts');
    const starting = startWorker(make);
    await vi.runAllTimersAsync();
    await starting;
    made[0]?.dispatchEvent(new Event('error'));
    await vi.runAllTimersAsync();
    expect(made).toHaveLength(1);
    expect(made[0]?.isEnded).toBe(false);
  });

  it.each([() => Promise.resolve(), () => Promise.reject(new Error('refused'))])(
    'waits until workers may start, however that ends',
    async (ending) => {
      let settle: (ending: Promise<void>) => void = () => {};
      holdWorkers(
        new Promise<void>((resolve) => {
          settle = resolve;
        }),
      );
      const { made, make } = makerOf('starts');
      const starting = startWorker(make);
      await vi.runAllTimersAsync();
      expect(made).toHaveLength(0);
      settle(ending());
      await vi.runAllTimersAsync();
      expect(await starting).toBe(made[0]);
    },
  );
});

describe('a connection to a worker that starts', () => {
  class Service {
    add({ a, b }: { a: number; b: number }): number {
      return a + b;
    }
  }

  it('sends calls when it has started, in order', async () => {
    const { made, make } = makerOf('fails', 'starts');
    const { remote } = connectWorker<Service>(make);
    const sums = [remote.add({ a: 1, b: 2 }), remote.add({ a: 3, b: 4 })];
    await vi.runAllTimersAsync();
    expect(made[1]?.received).toMatchObject([{ argument: { a: 1, b: 2 } }, { argument: { a: 3, b: 4 } }]);
    for (const [id, value] of [3, 7].entries()) made[1]?.say({ kind: 'result', id, value });
    expect(await Promise.all(sums)).toEqual([3, 7]);
  });

  it('rejects calls when it never does', async () => {
    const connection = connectWorker<Service>(makerOf('fails', 'fails').make);
    const rejected = expect(connection.remote.add({ a: 1, b: 2 })).rejects.toMatchObject({ code: 'worker-crashed' });
    await vi.runAllTimersAsync();
    await rejected;
    expect(connection.closedBy?.code).toBe('worker-crashed');
  });

  it('ends a worker that starts when nobody wants it any more', async () => {
    const { made, make } = makerOf('starts');
    const connection = connectWorker<Service>(make);
    const rejected = expect(connection.remote.add({ a: 1, b: 2 })).rejects.toMatchObject({ code: 'worker-stopped' });
    connection.destroy();
    await rejected;
    await vi.runAllTimersAsync();
    expect(made[0]?.isEnded).toBe(true);
    expect(made[0]?.received).toEqual([]);
  });
});
