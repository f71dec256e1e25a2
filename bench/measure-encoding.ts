import type {} from '../e2e/harness/harness.ts';
import { NAMED_SETTINGS } from '../src/barcode/profile.ts';
import { median } from './median.ts';
import { withHarness } from './open-harness.ts';

const WASM_SIZES = [150, 256, 512];
const WEBGPU_SIZES = [150, 256, 512];
const REPEATS = 3;

export interface EncodeTimes {
  /** Device name, or why there is none. */
  readonly device: string;
  /** Median milliseconds a patch by size in pixels, sampled entries, one patch at a time. */
  readonly ms: Readonly<Record<number, number>> | null;
}

/**
 * Milliseconds a patch for each engine and size. WebGPU is null without a hardware adapter: a software one is for tests
 * only, and the app never takes it by itself.
 */
export async function measureEncoding(): Promise<Record<'wasm' | 'webgpu', EncodeTimes>> {
  const measure = (engine: 'wasm' | 'auto', sizes: readonly number[]) =>
    withHarness((page) =>
      page.evaluate((request) => globalThis.harness.timeEncoding(request), { engine, sizes, repeats: REPEATS }),
    );
  const wasm = await measure('wasm', WASM_SIZES);
  const best = await measure('auto', []);
  const webgpu = best.engine === 'webgpu' ? await measure('auto', WEBGPU_SIZES) : undefined;
  return {
    wasm: { device: wasm.device, ms: medians(wasm.times) },
    webgpu: webgpu ? { device: webgpu.device, ms: medians(webgpu.times) } : { device: 'no hardware adapter', ms: null },
  };
}

/**
 * The throughput of Robust as a share of Standard's divided by its number of views: 1 would be no cost but the views'.
 * Medians over patches that take turns.
 */
export async function measureRobust(): Promise<number> {
  const [standard = [], robust = []] = await withHarness((page) =>
    page.evaluate(() => globalThis.harness.timeProfiles({ names: ['standard', 'robust'], repeats: 9 })),
  );
  const views = NAMED_SETTINGS.robust.views ?? 1;
  return Math.round(((median(standard) * views) / median(robust)) * 100) / 100;
}

function medians(times: Readonly<Record<number, number[]>>): Record<number, number> {
  return Object.fromEntries(Object.entries(times).map(([size, values]) => [size, Math.round(median(values))]));
}
