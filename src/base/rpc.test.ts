import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from './errors.ts';
import { type CallContext, Connection, type Endpoint, serve, transfer } from './rpc.ts';

class Calculator {
  aborted = false;

  add({ a, b }: { a: number; b: number }): number {
    return a + b;
  }

  fail(code: 'image-broken'): never {
    throw new AppError(code, 'why');
  }

  breakDown(): never {
    throw new TypeError('boom');
  }

  count(to: number, { progress }: CallContext<number>): string {
    for (let i = 1; i <= to; i++) progress(i);
    return 'counted';
  }

  buffer(bytes: number) {
    const made = new ArrayBuffer(bytes);
    return transfer({ made }, [made]);
  }

  wait(_: undefined, { signal }: CallContext): Promise<never> {
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        this.aborted = true;
        reject(signal.reason);
      });
    });
  }
}

const ports: MessagePort[] = [];

function connected() {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const service = new Calculator();
  serve(service, port2 as Endpoint);
  port1.start();
  port2.start();
  return { service, port: port1, connection: new Connection<Calculator>(port1 as Endpoint) };
}

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

describe('a connection', () => {
  it('calls methods and brings results back', async () => {
    const { remote } = connected().connection;
    expect(await remote.add({ a: 2, b: 3 })).toBe(5);
    expect(await Promise.all([1, 2, 3].map((a) => remote.add({ a, b: a })))).toEqual([2, 4, 6]);
  });

  it('carries an AppError with its code and detail', async () => {
    const call = connected().connection.remote.fail('image-broken');
    await expect(call).rejects.toMatchObject({ name: 'AppError', code: 'image-broken', detail: 'why' });
  });

  it('reduces any other error to "unexpected" and keeps its message as detail', async () => {
    const call = connected().connection.remote.breakDown(undefined);
    await expect(call).rejects.toMatchObject({ code: 'unexpected', detail: 'boom' });
  });

  it('reports progress before the result', async () => {
    const seen: number[] = [];
    const result = await connected().connection.remote.count(3, { onProgress: (value) => seen.push(value) });
    expect([...seen, result]).toEqual([1, 2, 3, 'counted']);
  });

  it('moves the buffers of a transferred result', async () => {
    const { made } = await connected().connection.remote.buffer(16);
    expect(made.byteLength).toBe(16);
  });

  it('aborts a call on both sides', async () => {
    const { service, connection } = connected();
    const controller = new AbortController();
    const call = connection.remote.wait(undefined, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await connection.remote.add({ a: 1, b: 1 });
    expect(service.aborted).toBe(true);
  });

  it('never sends a call whose signal is aborted already', async () => {
    const call = connected().connection.remote.wait(undefined, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('rejects calls in flight and later ones when it is destroyed', async () => {
    const { connection } = connected();
    const call = connection.remote.wait(undefined);
    connection.destroy();
    await expect(call).rejects.toMatchObject({ code: 'worker-stopped' });
    await expect(connection.remote.add({ a: 1, b: 1 })).rejects.toMatchObject({ code: 'worker-stopped' });
  });

  it('rejects calls in flight when the worker crashes', async () => {
    const { connection, port } = connected();
    const call = connection.remote.wait(undefined);
    port.dispatchEvent(new Event('error'));
    await expect(call).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(connection.closedBy?.code).toBe('worker-crashed');
  });

  it('answers a call to an unknown method with an error', async () => {
    const remote = connected().connection.remote as unknown as { nothing(argument: null): Promise<void> };
    await expect(remote.nothing(null)).rejects.toMatchObject({ code: 'unexpected' });
  });
});
