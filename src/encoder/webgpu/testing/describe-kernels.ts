import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { requestDevice } from '../../request-device.ts';
import type { KernelName } from '../jobs.ts';
import { compileKernels, type Precision } from '../pipelines.ts';
import { type Dawn, startDawn } from './dawn.ts';
import { Kernels } from './kernels.ts';

/** Software adapters take their time to compile and to compute. */
const TIMEOUT_MS = 60_000;

/**
 * Tests of kernels on Dawn. They are skipped where Dawn finds no adapter, and half precision where the adapter has none,
 * with the reason in the report. In CI an adapter must be there: testing nothing is no pass.
 *
 * @param names The kernels that they need.
 * @param precisions Both, unless the kernels know nothing of how features lie.
 * @param tests Defines the tests; the kernels are there once these run.
 */
export function describeKernels(
  names: readonly KernelName[],
  precisions: readonly Precision[],
  tests: (kernels: () => Kernels, precision: Precision) => void,
): void {
  describe.each(precisions)(`${names.join(', ')} in %s precision`, { timeout: TIMEOUT_MS }, (precision) => {
    let dawn: Dawn;
    let device: GPUDevice | undefined;
    let kernels: Kernels | undefined;
    let missing = '';

    beforeAll(async () => {
      dawn = startDawn();
      device = await openDevice(dawn);
      if (!device) missing = 'no WebGPU adapter for Dawn here';
      else if (precision === 'half' && !device.features.has('shader-f16')) missing = 'no adapter with shader-f16 here';
      else kernels = new Kernels(device, precision, await compileKernels(device, precision, names));
    }, TIMEOUT_MS);

    beforeEach(({ skip }) => skip(missing !== '', missing));

    afterAll(() => {
      device?.destroy();
      dawn.stop();
    });

    tests(() => {
      if (!kernels) throw new Error('kernels are there in tests alone');
      return kernels;
    }, precision);
  });
}

/** @throws Error in CI where there is no adapter. */
async function openDevice({ gpu }: Dawn): Promise<GPUDevice | undefined> {
  const adapter = await gpu.requestAdapter();
  if (!adapter && process.env.CI) throw new Error('CI needs an adapter for Dawn; scripts/test.mjs finds SwiftShader.');
  return adapter ? requestDevice(adapter) : undefined;
}
