import { AppError } from '../base/errors.ts';

/** What the guard needs of a GPUDevice. */
export type GuardedDevice = Pick<GPUDevice, 'lost' | 'pushErrorScope' | 'popErrorScope'>;

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
    for (const filter of ['internal', 'validation', 'out-of-memory'] as const) this.#device.pushErrorScope(filter);
    const [outcome] = await this.#unlessLost(Promise.allSettled([this.#unlessLost(work())]));
    // The scope opened last is closed first. Memory comes first for another reason too: its lack makes objects invalid.
    const scopes = [this.#device.popErrorScope(), this.#device.popErrorScope(), this.#device.popErrorScope()] as const;
    const [memory, validation, internal] = await this.#unlessLost(Promise.all(scopes));
    if (memory) throw new AppError('device-out-of-memory', memory.message);
    const fault = validation ?? internal;
    if (fault) throw new AppError('unexpected', fault.message);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  #unlessLost<Result>(promise: Promise<Result>): Promise<Result> {
    return Promise.race([this.#loss, promise]);
  }
}
