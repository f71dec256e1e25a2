import { beforeEach, describe, expect, it } from 'vitest';
import { namedProfile } from '../../barcode/profile.ts';
import { AppError } from '../../base/errors.ts';
import { deviceStore } from './device-store.ts';
import { type EncoderConnection, EncoderHost } from './encoder-host.ts';

const device = { engine: 'wasm', name: 'WASM, 2 threads', note: '' } as const;
const started = { device, weightsId: 'w', trained: true };
const profile = namedProfile('standard', 'w');
const image = { width: 16, height: 16, data: new Uint8Array(768) };
const unaborted = new AbortController().signal;

/** A host whose workers answer their encodes with the given outcomes, one worker after another. */
function hostOf(...outcomes: (AppError | 'barcode')[]) {
  let workers = 0;
  const connect = () => {
    const outcome = outcomes[workers++] ?? 'barcode';
    const connection = {
      closedBy: undefined as AppError | undefined,
      remote: {
        start: async () => started,
        encode: async () => {
          if (outcome instanceof AppError) throw outcome;
          return [new Uint8Array([workers])];
        },
      },
      destroy(reason: AppError) {
        this.closedBy = reason;
      },
    };
    return connection as unknown as EncoderConnection;
  };
  return { host: new EncoderHost('/assets/', connect, () => 'auto'), workers: () => workers };
}

describe('the encoder host', () => {
  beforeEach(() => {
    deviceStore.setState({ status: 'idle' }, true);
  });

  it('starts one worker and says what runs', async () => {
    const { host, workers } = hostOf();
    await Promise.all([host.ready(), host.ready()]);
    expect(workers()).toBe(1);
    expect(deviceStore.getState()).toEqual({ status: 'ready', ...started });
  });

  it.each(['device-lost', 'worker-crashed'] as const)(
    'tries a batch once more on a fresh worker after %s',
    async (code) => {
      const { host, workers } = hostOf(new AppError(code), 'barcode');
      const recoveries: string[] = [];
      const barcodes = await host.encode([image], profile, unaborted, (error) => recoveries.push(error.code));
      expect(barcodes).toEqual([new Uint8Array([2])]);
      expect([workers(), recoveries]).toEqual([2, [code]]);
    },
  );

  it('replaces a worker once for batches that overlap, and tells once', async () => {
    const { host, workers } = hostOf(new AppError('device-lost'), 'barcode');
    const recoveries: string[] = [];
    const encode = () => host.encode([image], profile, unaborted, (error) => recoveries.push(error.code));
    expect(await Promise.all([encode(), encode()])).toEqual([[new Uint8Array([2])], [new Uint8Array([2])]]);
    expect([workers(), recoveries]).toEqual([2, ['device-lost']]);
  });

  it('replaces a worker that died while idle, and tells', async () => {
    const connections: EncoderConnection[] = [];
    const connect = () => {
      const connection = {
        closedBy: undefined,
        remote: { start: async () => started, encode: async () => [new Uint8Array([7])] },
        destroy() {},
      } as unknown as EncoderConnection;
      connections.push(connection);
      return connection;
    };
    const host = new EncoderHost('/assets/', connect, () => 'auto');
    await host.ready();
    Object.assign(connections[0] ?? {}, { closedBy: new AppError('worker-crashed') });
    const recoveries: string[] = [];
    await host.encode([image], profile, unaborted, (error) => recoveries.push(error.code));
    expect([connections.length, recoveries]).toEqual([2, ['worker-crashed']]);
  });

  it('says so when no worker can be started, and starts one the next time', async () => {
    let workers = 0;
    const connect = () => {
      workers++;
      if (workers === 1) throw new AppError('worker-crashed');
      return {
        closedBy: undefined,
        remote: { start: async () => started },
        destroy() {},
      } as unknown as EncoderConnection;
    };
    const host = new EncoderHost('/assets/', connect, () => 'auto');
    await expect(host.ready()).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(deviceStore.getState()).toMatchObject({ status: 'failed', error: { code: 'worker-crashed' } });
    expect(await host.ready()).toMatchObject({ status: 'ready' });
  });

  it('gives up when the second try fails too', async () => {
    const { host } = hostOf(new AppError('device-lost'), new AppError('device-lost'));
    await expect(host.encode([image], profile, unaborted)).rejects.toMatchObject({ code: 'device-lost' });
  });

  it('does not repeat what would fail again', async () => {
    const { host, workers } = hostOf(new AppError('device-out-of-memory'));
    await expect(host.encode([image], profile, unaborted)).rejects.toMatchObject({ code: 'device-out-of-memory' });
    expect(workers()).toBe(1);
  });

  it.each<[string, AppError['code'][]]>([
    ['runs out of memory', ['device-out-of-memory']],
    ['is lost twice', ['device-lost', 'device-lost']],
  ])('goes on with the processor when the graphics device %s, and tells', async (_, failures) => {
    const engines: string[] = [];
    const connect = () => {
      const failure = failures[engines.length];
      return {
        destroy() {},
        remote: {
          start: async ({ engine }: { engine: string }) => {
            engines.push(engine);
            return { ...started, device: { ...device, engine: engine === 'wasm' ? 'wasm' : 'webgpu' } };
          },
          encode: async () => {
            if (failure) throw new AppError(failure);
            return [new Uint8Array([7])];
          },
        },
      } as unknown as EncoderConnection;
    };
    const host = new EncoderHost('/assets/', connect, () => 'auto');
    const told: string[] = [];
    expect(await host.encode([image], profile, unaborted, ({ code }) => told.push(code))).toHaveLength(1);
    expect(told).toEqual(failures);
    expect(engines).toEqual([...failures.map(() => 'auto'), 'wasm']);
  });

  it('refuses a profile of other weights', async () => {
    const encoding = hostOf().host.encode([image], namedProfile('standard', 'others'), unaborted);
    await expect(encoding).rejects.toMatchObject({ code: 'profile-mismatch' });
  });

  it('shows why it could not start, and tries again when asked again', async () => {
    let tries = 0;
    const connect = () =>
      ({
        destroy() {},
        remote: {
          start: async () => {
            if (tries++ === 0) throw new AppError('weights-damaged');
            return started;
          },
        },
      }) as unknown as EncoderConnection;
    const host = new EncoderHost('/assets/', connect, () => 'auto');
    await expect(host.ready()).rejects.toMatchObject({ code: 'weights-damaged' });
    expect(deviceStore.getState()).toEqual({ status: 'failed', error: { code: 'weights-damaged', detail: '' } });
    await host.ready();
    expect(deviceStore.getState().status).toBe('ready');
  });
});
