import { AppError } from '../base/errors.ts';

/** What the guard needs of a GPUDevice. */
export type GuardedDevice = Pick<GPUDevice, 'lost' | 'pushErrorScope' | 'popErrorScope'>;

/** The last is closed first. */
const SCOPES = ['internal', 'validation', 'out-of-memory'] as const;

/**
 * Turns the failures of a WebGPU device into errors. WebGPU reports most of them aside and goes on with zeros, which
 * would become barcodes, and a lost device leaves promises that never settle.
 */
export class GpuGuard {
  readonly #device: GuardedDevice;
  /** Rejects once the device is lost. */
  readonly #loss: Promise<never>;

  constructor(device: GuardedDevice) {
    this.#device = device;
    this.#loss = device.lost.then(({ reason, message }) => {
      throw new AppError('device-lost', `${reason}: ${message}`);
    });
    // Nobody need be waiting when it happens.
    this.#loss.catch(() => undefined);
  }

  /**
   * Runs one piece of work; calls must not overlap.
   *
   * @throws AppError device-lost, device-out-of-memory, unexpected; whatever the work throws.
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#openScopes();
    const [outcome] = await this.unlessLost(Promise.allSettled([this.unlessLost(work())]));
    await this.#closeScopes();
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  /**
   * Gives the device work without waiting for it; calls may overlap. What the device computes later can fail by its loss
   * alone.
   *
   * @throws AppError device-lost, device-out-of-memory, unexpected; whatever the work throws.
   */
  async submit<Result>(work: () => Result): Promise<Result> {
    this.#openScopes();
    let closed: Promise<void>;
    let result: Result;
    try {
      result = work();
    } finally {
      closed = this.#closeScopes();
      closed.catch(() => undefined);
    }
    await closed;
    return result;
  }

  /** @throws AppError device-lost, at once; whatever the promise rejects with. */
  unlessLost<Result>(promise: Promise<Result>): Promise<Result> {
    return Promise.race([this.#loss, promise]);
  }

  #openScopes(): void {
    for (const filter of SCOPES) this.#device.pushErrorScope(filter);
  }

  async #closeScopes(): Promise<void> {
    const scopes = [this.#device.popErrorScope(), this.#device.popErrorScope(), this.#device.popErrorScope()] as const;
    const [memory, validation, internal] = await this.unlessLost(Promise.all(scopes));
    // Memory comes first, since its lack makes objects invalid.
    if (memory) throw new AppError('device-out-of-memory', memory.message);
    const fault = validation ?? internal;
    if (fault) throw new AppError('unexpected', fault.message);
  }
}
