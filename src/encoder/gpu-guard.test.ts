import { describe, expect, it } from 'vitest';
import { GpuGuard, type GuardedDevice } from './gpu-guard.ts';

type Faults = Partial<Record<GPUErrorFilter, string>>;

/** A device whose error scopes report the given faults, and that is lost when told. */
function fakeDevice(faults: Faults = {}) {
  const scopes: GPUErrorFilter[] = [];
  let lose: (info: GPUDeviceLostInfo) => void = () => {};
  const device: GuardedDevice = {
    lost: new Promise((resolve) => {
      lose = resolve;
    }),
    pushErrorScope: (filter) => {
      scopes.push(filter);
      return undefined;
    },
    popErrorScope: async () => {
      const filter = scopes.pop();
      const message = filter && faults[filter];
      return message ? ({ message } as GPUError) : null;
    },
  };
  return { device, scopes, lose: () => lose({ reason: 'unknown', message: 'driver reset' } as GPUDeviceLostInfo) };
}

describe('GpuGuard', () => {
  it('gives the result and leaves no scope open', async () => {
    const { device, scopes } = fakeDevice();
    expect(await new GpuGuard(device).run(async () => 7)).toBe(7);
    expect(scopes).toEqual([]);
  });

  it('passes on what the work throws, and leaves no scope open', async () => {
    const { device, scopes } = fakeDevice();
    const thrown = new RangeError('too many');
    await expect(new GpuGuard(device).run(() => Promise.reject(thrown))).rejects.toBe(thrown);
    expect(scopes).toEqual([]);
  });

  it('turns lacking memory into an error although the work ended, and whatever followed from it', async () => {
    const { device } = fakeDevice({ 'out-of-memory': 'no 2 GiB', validation: 'buffer is invalid' });
    const failure = { code: 'device-out-of-memory', detail: 'no 2 GiB' };
    await expect(new GpuGuard(device).run(async () => 0)).rejects.toMatchObject(failure);
    await expect(new GpuGuard(device).run(() => Promise.reject(new Error('map')))).rejects.toMatchObject(failure);
  });

  it.each(['validation', 'internal'] as const)('does not take the result of work with a %s error', async (filter) => {
    const { device } = fakeDevice({ [filter]: 'shader' });
    await expect(new GpuGuard(device).run(async () => 0)).rejects.toMatchObject({
      code: 'unexpected',
      detail: 'shader',
    });
  });

  it('ends work in flight and all later work when the device is lost', async () => {
    const { device, lose } = fakeDevice();
    const guard = new GpuGuard(device);
    const inFlight = guard.run(() => new Promise(() => {}));
    lose();
    const failure = { code: 'device-lost', detail: 'unknown: driver reset' };
    await expect(inFlight).rejects.toMatchObject(failure);
    await expect(guard.run(async () => 0)).rejects.toMatchObject(failure);
  });

  it('submits without waiting, and judges each submission by its own scopes', async () => {
    const { device, scopes } = fakeDevice();
    const guard = new GpuGuard(device);
    const first = guard.submit(() => 1);
    expect(scopes).toEqual([]);
    expect(await Promise.all([first, guard.submit(() => 2)])).toEqual([1, 2]);
    const lacking = new GpuGuard(fakeDevice({ 'out-of-memory': 'no 2 GiB' }).device);
    await expect(lacking.submit(() => 1)).rejects.toMatchObject({ code: 'device-out-of-memory' });
    const thrown = new RangeError('too many');
    const failing = guard.submit(() => {
      throw thrown;
    });
    await expect(failing).rejects.toBe(thrown);
    expect(scopes).toEqual([]);
  });
});
