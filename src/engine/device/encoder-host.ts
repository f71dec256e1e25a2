/**
 * Owns the encoder worker. A lost graphics device or a crashed worker is normal life: the worker is replaced and the
 * batch is tried once more. The queue of work lives with the callers, so nothing waits inside a worker that may die.
 */
import type { Profile } from '../../barcode/profile.ts';
import type { ErrorCode } from '../../base/error-texts.ts';
import { AppError, toErrorReport } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { Connection } from '../../base/rpc.ts';
import type { EncoderService } from '../../encoder/encoder-service.ts';
import type { EngineChoice } from '../../encoder/feature-extractor.ts';
import { connectEncoder } from './connect-encoder.ts';
import { type DeviceState, deviceStore } from './device-store.ts';
import { readStoredChoice } from './stored-choice.ts';

export type EncoderConnection = Pick<Connection<EncoderService>, 'remote' | 'destroy' | 'closedBy'>;

type ReadyState = Extract<DeviceState, { status: 'ready' }>;

const RECOVERABLE: readonly ErrorCode[] = ['device-lost', 'worker-crashed', 'worker-stopped'];

export class EncoderHost {
  readonly #connect: () => EncoderConnection;
  readonly #choice: () => EngineChoice;
  readonly #assetsUrl: string;
  #connection: EncoderConnection | undefined;
  #ready: Promise<ReadyState> | undefined;
  /** The graphics device has failed so that automatic keeps to the processor. */
  #avoidsGraphics = false;

  constructor(assetsUrl: string, connect: () => EncoderConnection = connectEncoder, choice = readStoredChoice) {
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
      connection = this.#connect();
      this.#connection = connection;
      const started = await connection.remote.start({ engine: this.#engine(), assetsUrl: this.#assetsUrl });
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

let shared: EncoderHost | undefined;

/** The page's one encoder. */
export function encoder(): EncoderHost {
  shared ??= new EncoderHost(new URL('assets/', document.baseURI).href);
  return shared;
}
