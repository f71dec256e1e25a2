/**
 * Owns the encoder worker. A lost graphics device or a crashed worker is normal life: the worker is replaced and the
 * batch is tried once more. The queue of work lives with the callers, so nothing waits inside a worker that may die.
 */
import type { Profile } from '../../barcode/profile.ts';
import type { ErrorCode } from '../../base/error-texts.ts';
import { AppError, toErrorReport } from '../../base/errors.ts';
import { nestedWorkersMayHang } from '../../base/nested-workers.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import { type Connection, connectWorker } from '../../base/rpc.ts';
import type { EncoderService, StartedEncoder } from '../../encoder/encoder-service.ts';
import type { EngineChoice } from '../../encoder/feature-extractor.ts';
import { type DeviceState, deviceStore } from './device-store.ts';
import { readStoredChoice } from './stored-choice.ts';

export type EncoderConnection = Pick<Connection<EncoderService>, 'remote' | 'destroy' | 'closedBy'>;

type ReadyState = Extract<DeviceState, { status: 'ready' }>;

/** Longest that the first worker may leave a question unanswered while it starts, in milliseconds; each further one twice that. */
const SILENCE_MS = 5_000;
const SILENT = 'no answer while it started';
const MOST_STARTS = 3;

/** In milliseconds. */
const ASKED_EVERY_MS = 1_000;

const RECOVERABLE: readonly ErrorCode[] = ['device-lost', 'worker-crashed', 'worker-stopped'];

function connectEncoder(): EncoderConnection {
  return connectWorker<EncoderService>(
    () => new Worker(new URL('../../encoder/encoder.worker.ts', import.meta.url), { type: 'module', name: 'encoder' }),
  );
}

export class EncoderHost {
  readonly #connect: () => EncoderConnection;
  readonly #choice: () => EngineChoice;
  readonly #assetsUrl: string;
  #connection: EncoderConnection | undefined;
  #ready: Promise<ReadyState> | undefined;
  /** The graphics device has failed so that automatic keeps to the processor. */
  #avoidsGraphics = false;

  constructor(assetsUrl: string, connect = connectEncoder, choice = readStoredChoice) {
    this.#assetsUrl = assetsUrl;
    this.#connect = connect;
    this.#choice = choice;
  }

  /**
   * The device, started when it is not running.
   * @throws AppError no-device, webgpu-unavailable, weights-unreachable, weights-damaged, worker-crashed
   */
  ready(): Promise<ReadyState> {
    if (this.#connection?.closedBy) this.restart();
    if (this.#ready) return this.#ready;
    const starting = this.#start();
    this.#ready = starting;
    // The next call tries again.
    starting.catch(() => {
      if (this.#ready === starting) this.#ready = undefined;
    });
    return starting;
  }

  /** Ends the worker, and what it was doing; the next call starts another one. */
  restart(reason = new AppError('worker-stopped')): void {
    this.#connection?.destroy(reason);
    this.#connection = undefined;
    this.#ready = undefined;
  }

  /**
   * One barcode an image, in order. On a lost device or a dead worker the batch is tried once more on a fresh one. With
   * automatic, a graphics device that is lost again or runs out of memory gives way to the processor. Calls may overlap.
   * @param onRecovery Told of each failure that another try follows.
   * @throws AppError as FeatureExtractor.encode does, and `profile-mismatch` when other weights are loaded.
   */
  async encode(
    batch: readonly RgbImage[],
    profile: Profile,
    signal: AbortSignal,
    onRecovery: (error: AppError) => void = () => {},
  ): Promise<Uint8Array<ArrayBuffer>[]> {
    for (let attempt = 1; ; attempt++) {
      let connection = this.#connection;
      try {
        connection = await this.#connectFor(profile);
        return await connection.remote.encode({ batch: [...batch], profile }, { signal });
      } catch (thrown) {
        if (!(thrown instanceof AppError) || !this.#canRecover(thrown.code, attempt)) throw thrown;
        // Of calls that overlap, the first to fail replaces what they share.
        if (connection !== this.#connection) continue;
        onRecovery(thrown);
        this.restart(thrown);
      }
    }
  }

  #canRecover(code: ErrorCode, attempt: number): boolean {
    if (attempt === 1 && RECOVERABLE.includes(code)) return true;
    const device = deviceStore.getState();
    const isGraphics = device.status === 'ready' && device.device.engine === 'webgpu';
    this.#avoidsGraphics ||= isGraphics && (code === 'device-lost' || code === 'device-out-of-memory');
    return isGraphics && this.#engine() === 'wasm';
  }

  #engine(): EngineChoice {
    const choice = this.#choice();
    return choice === 'auto' && this.#avoidsGraphics ? 'wasm' : choice;
  }

  async #connectFor(profile: Profile): Promise<EncoderConnection> {
    // A worker that died while idle is a recovery like any other, and is told.
    if (this.#connection?.closedBy) throw this.#connection.closedBy;
    const { weightsId } = await this.ready();
    if (weightsId !== profile.weightsId) throw new AppError('profile-mismatch');
    if (!this.#connection) throw new AppError('worker-stopped');
    return this.#connection;
  }

  async #start(): Promise<ReadyState> {
    deviceStore.setState({ status: 'starting' }, true);
    let connection: EncoderConnection | undefined;
    try {
      let started: StartedEncoder | undefined;
      for (let attempt = 1; !started; attempt++) {
        connection = this.#connect();
        this.#connection = connection;
        const mine = connection;
        const starting = mine.remote.start({ engine: this.#engine(), assetsUrl: this.#assetsUrl });
        if (nestedWorkersMayHang()) void endWhenSilent(mine, starting, SILENCE_MS * 2 ** (attempt - 1));
        started = await starting.catch((thrown: unknown) => {
          if (attempt === MOST_STARTS || mine !== this.#connection || !isSilence(thrown)) throw thrown;
          return undefined;
        });
      }
      const state: ReadyState = { status: 'ready', ...started };
      deviceStore.setState(state, true);
      return state;
    } catch (thrown) {
      // A restart meanwhile has its own state to show.
      if (this.#connection === connection) {
        connection?.destroy();
        this.#connection = undefined;
        deviceStore.setState({ status: 'failed', error: toErrorReport(thrown) }, true);
      }
      throw thrown;
    }
  }
}

/** Ends a worker that hears nothing any more before it has started; `starting` is then rejected with worker-crashed. */
async function endWhenSilent(
  connection: EncoderConnection,
  starting: Promise<unknown>,
  patienceMs: number,
): Promise<void> {
  let isStarting = true;
  const settled = starting.then(ignore, ignore).then(() => {
    isStarting = false;
  });
  while (isStarting) {
    const heard = connection.remote.isThere(undefined).then(ignore, ignore);
    const isSilent = await Promise.race([heard, settled, wait(patienceMs).then(() => true)]);
    if (isSilent) connection.destroy(new AppError('worker-crashed', SILENT));
    await Promise.race([settled, wait(ASKED_EVERY_MS)]);
  }
}

function isSilence(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'worker-crashed' && thrown.detail === SILENT;
}

function ignore(): void {}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

let shared: EncoderHost | undefined;

/** The page's one encoder. */
export function encoder(): EncoderHost {
  shared ??= new EncoderHost(new URL('assets/', document.baseURI).href);
  return shared;
}
