/** VGG19 and Grams in the app's own workers: against the golden barcodes, against the reference, and engine against engine. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { browserArguments, findBrowser } from '../scripts/setup/find-browser.mjs';
import { serveApp } from '../scripts/setup/serve-app.mjs';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { ALL_LAYERS, barcodeBits, type Profile } from '../src/barcode/profile.ts';
import type { RgbImage } from '../src/base/rgb-image.ts';
import type { StartedEncoder } from '../src/encoder/encoder-service.ts';
import type { EngineChoice } from '../src/encoder/feature-extractor.ts';
import { decodeFloat16 } from '../src/encoder/float16.mjs';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from '../src/encoder/untrained.ts';
import type { Harness, Outcome } from './harness/harness.ts';
import { drawTissue } from './reference/draw-tissue.ts';
import { referenceBits } from './reference/gram-barcode.ts';
import { SOFTWARE_WEBGPU } from './support/app.ts';
import { countDifferingBits } from './support/hamming.ts';

declare const harness: Harness;

const TRAINED = 'assets/';
/** Not there, so that the untrained network is used: these tests run with and without the shared weights. */
const UNTRAINED = 'no-assets/';

/** Share of the bits that float16 weights may flip against float64 ones, and an engine against another. */
const TOLERANCE = 0.001;

/** Of one image, each of which must give the same bits. */
const REPEATS = Number(process.env.GRAMSCOPE_REPEATS ?? 6);

const small = { recipe: 1, size: 64, layers: ALL_LAYERS, sampling: 'full', binarisation: 'per-layer' } as const;

const executablePath = findBrowser();
test.use({
  launchOptions: {
    args: [...browserArguments(), ...SOFTWARE_WEBGPU],
    ...(executablePath && { executablePath }),
  },
});

let server: Awaited<ReturnType<typeof serveApp>>;

test.beforeAll(async () => {
  server = await serveApp({ port: 4174, outDir: 'dist-harness' });
});
test.afterAll(() => server.close());

test.beforeEach(async ({ page }) => {
  await page.goto(server.url);
  await page.waitForFunction(() => 'harness' in globalThis);
});

test.describe('with the shared weights', () => {
  const shared = sharedFolder() ?? '';
  test.skip(!shared, 'The shared weights and golden barcodes are not on this machine.');

  interface Golden {
    readonly file: string;
    readonly size: number;
  }

  function goldenTiles(size: number): Golden[] {
    const tiles: Golden[] = JSON.parse(readFileSync(path.join(shared, 'golden/golden.json'), 'utf8'));
    return tiles.filter((tile) => tile.size === size);
  }

  async function expectGolden(page: Page, { file, size }: Golden, sampling: Profile['sampling'], weightsId: string) {
    const profile: Profile = { ...small, weightsId, size, sampling };
    const bytes = new Uint8Array(readFileSync(path.join(shared, 'data', file)));
    const image = await page.evaluate(([content, side]) => harness.readPatch(content, side), [bytes, size] as const);
    const barcode = await encodeOne(page, image, profile);
    const variant = sampling === 'full' ? 'full' : `sampled${sampling}`;
    const name = `${file.split('/')[1]}-${size}.${variant}`;
    const flips = countDifferingBits(barcode, readFileSync(path.join(shared, 'golden', `${name}.bits`)));
    console.log(`${name}: ${flips} of ${barcodeBits(profile)} bits flipped`);
    expect(flips / barcodeBits(profile)).toBeLessThanOrEqual(TOLERANCE);
  }

  test('WASM with threads gives the golden barcodes at 256 px', async ({ page }) => {
    const { device, weightsId, trained } = await start(page, 'wasm', TRAINED);
    expect(device).toEqual({ engine: 'wasm', name: expect.stringMatching(/^WASM, [2-8] threads$/), note: '' });
    expect(trained).toBe(true);
    const tiles = goldenTiles(256);
    expect(tiles).toHaveLength(8);
    for (const tile of tiles) {
      await expectGolden(page, tile, 2048, weightsId);
      await expectGolden(page, tile, 'full', weightsId);
    }
  });

  test('WASM with threads gives the golden barcodes at 512 px', async ({ page }) => {
    const { weightsId } = await start(page, 'wasm', TRAINED);
    const tiles = goldenTiles(512);
    expect(tiles).toHaveLength(2);
    for (const tile of tiles) await expectGolden(page, tile, 'full', weightsId);
  });

  test('WebGPU gives the bits of WASM on a real tile', async ({ page }) => {
    const [tile] = goldenTiles(256);
    const bytes = new Uint8Array(readFileSync(path.join(shared, 'data', tile?.file ?? '')));
    // A software adapter would take minutes at 256 px.
    const size = 64;
    const image = await page.evaluate(([content, side]) => harness.readPatch(content, side), [bytes, size] as const);
    const barcodes: Uint8Array[] = [];
    for (const engine of ['webgpu', 'wasm'] as const) {
      const { weightsId } = await start(page, engine, TRAINED);
      barcodes.push(await encodeOne(page, image, { ...small, weightsId, size }));
    }
    expectAgreement(barcodes);
  });

  test('a damaged shard is noticed', async ({ page }) => {
    const shard = readdirSync('public/assets/vgg19').find((file) => file.startsWith('shard-7'));
    await page.route(`**/${shard}`, (route) => route.fulfill({ body: 'not the weights' }));
    const outcome = await page.evaluate((assets) => harness.startEncoder('wasm', assets), TRAINED);
    expect(outcome).toMatchObject({ error: { code: 'weights-damaged', detail: shard } });
  });
});

test('WebGPU, WASM and the reference agree, whatever the shape and the batch, and WebGPU repeats itself', async ({
  page,
}) => {
  const image = drawTissue(64, 64, 1);
  const profile: Profile = { ...small, weightsId: UNTRAINED_WEIGHTS_ID };

  const gpu = await start(page, 'webgpu', UNTRAINED);
  expect(gpu.device.engine).toBe('webgpu');
  expect(gpu.device.name).toMatch(/swiftshader/i);
  // With our own kernels, not TensorFlow.js' in their place.
  expect(gpu.device.note).toBe('');
  expect(gpu).toMatchObject({ trained: false, weightsId: UNTRAINED_WEIGHTS_ID });
  const onGpu = await encodeOne(page, image, profile);
  expect(await encodeOne(page, image, profile)).toEqual(onGpu);
  const odd = [drawTissue(45, 17, 1), drawTissue(45, 17, 2), drawTissue(16, 31, 3)] as const;
  const sampled: Profile = { ...profile, size: 45, sampling: 2048 };
  const together = await encode(page, [...odd], sampled);
  expect(together[1]).toEqual(await encodeOne(page, odd[1], sampled));
  expect(together[1]).not.toEqual(together[0]);

  const wasm = await start(page, 'wasm', UNTRAINED);
  expect(wasm.device.engine).toBe('wasm');
  const onWasm = await encodeOne(page, image, profile);

  const weights = decodeFloat16(untrainedWeights());
  const reference = packed(referenceBits(image, weights, profile));
  const bits = barcodeBits(profile);
  const flips = {
    'WebGPU, WASM': countDifferingBits(onGpu, onWasm),
    'WebGPU, reference': countDifferingBits(onGpu, reference),
    'WASM, reference': countDifferingBits(onWasm, reference),
  };
  console.log(`64 px, flipped of ${bits} bits:`, flips);
  for (const count of Object.values(flips)) expect(count / bits).toBeLessThanOrEqual(TOLERANCE);
  for (const at of [1, 2] as const) {
    const expected = packed(referenceBits(odd[at], weights, sampled));
    const differing = countDifferingBits(together[at] as Uint8Array, expected);
    expect(differing / barcodeBits(sampled)).toBeLessThanOrEqual(TOLERANCE);
  }
});

test('WebGPU repeats itself, and sums the eight views as WASM does', async ({ page }) => {
  const all: Profile = { ...small, weightsId: UNTRAINED_WEIGHTS_ID, size: 24, sampling: 2048 };
  // The deeper layers take the same kernels, and a software adapter long.
  const shallow: Profile = { ...all, layers: [1, 2, 3] };
  const turned: Profile = { ...all, views: 8 };
  const image = drawTissue(24, 17, 1);
  expect((await start(page, 'webgpu', UNTRAINED)).device.note).toBe('');
  const first = await encodeOne(page, image, shallow);
  for (let repeat = 1; repeat < REPEATS; repeat++) expect(await encodeOne(page, image, shallow)).toEqual(first);
  const onGpu = await encodeOne(page, image, turned);
  await start(page, 'wasm', UNTRAINED);
  expectAgreement([onGpu, await encodeOne(page, image, turned)]);
});

test('a page that is not isolated has one thread, and the same bits', async ({ page }) => {
  const profile: Profile = { ...small, weightsId: UNTRAINED_WEIGHTS_ID, size: 150 };
  const batch = [drawTissue(150, 150, 1), drawTissue(150, 150, 2), drawTissue(150, 83, 3)] as const;
  expect((await start(page, 'wasm', UNTRAINED)).device.name).toMatch(/^WASM, [2-8] threads$/);
  const withThreads = await encode(page, [...batch], profile);
  for (let repeat = 0; repeat < REPEATS; repeat++)
    expect(await encodeOne(page, batch[2], profile)).toEqual(withThreads[2]);

  await page.route(server.url, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'cross-origin-opener-policy': 'unsafe-none' } });
  });
  await page.goto(server.url);
  await page.waitForFunction(() => 'harness' in globalThis);
  expect((await start(page, 'wasm', UNTRAINED)).device.name).toBe('WASM, 1 thread');
  expect(await encode(page, [...batch], profile)).toEqual(withThreads);
});

test('automatic passes the software adapter over and says so', async ({ page }) => {
  const { device } = await start(page, 'auto', UNTRAINED);
  expect(device.engine).toBe('wasm');
  expect(device.note).toMatch(/swiftshader/i);
});

test('a lost graphics device ends the batch with a clear error, and a fresh start works', async ({ page, browser }) => {
  await start(page, 'webgpu', UNTRAINED);
  const image = drawTissue(64, 64, 1);
  const profile: Profile = { ...small, weightsId: UNTRAINED_WEIGHTS_ID, layers: [5], sampling: 128 };
  const inFlight = page.evaluate(([i, p]) => harness.encode([i], p), [image, profile] as const);
  await page.waitForTimeout(500);
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess').catch(() => undefined);
  expect(await inFlight).toMatchObject({ error: { code: 'device-lost' } });
  const later = await page.evaluate(([i, p]) => harness.encode([i], p), [image, profile] as const);
  expect(later).toMatchObject({ error: { code: 'device-lost' } });

  await start(page, 'webgpu', UNTRAINED);
  const narrow: Profile = { ...profile, size: 16, layers: [1] };
  expect(await encode(page, [drawTissue(16, 16, 1)], narrow)).toHaveLength(1);
});

async function start(page: Page, engine: EngineChoice, assets: string): Promise<StartedEncoder> {
  const outcome = await page.evaluate(([choice, folder]) => harness.startEncoder(choice, folder), [
    engine,
    assets,
  ] as const);
  return succeeded(outcome);
}

async function encode(page: Page, batch: RgbImage[], profile: Profile): Promise<Uint8Array[]> {
  const outcome = await page.evaluate(([images, how]) => harness.encode(images, how), [batch, profile] as const);
  return succeeded(outcome);
}

async function encodeOne(page: Page, image: RgbImage, profile: Profile): Promise<Uint8Array> {
  const [barcode] = await encode(page, [image], profile);
  if (!barcode) throw new Error('no barcode');
  return barcode;
}

function expectAgreement([a, b]: readonly Uint8Array[]): void {
  if (!a || !b) throw new Error('two barcodes are wanted');
  const flips = countDifferingBits(a, b);
  console.log(`${flips} of ${a.length * 8} bits flipped`);
  expect(flips / (a.length * 8)).toBeLessThanOrEqual(TOLERANCE);
}

function succeeded<Value>(outcome: Outcome<Value>): Value {
  if ('error' in outcome) throw new Error(`${outcome.error.code}: ${outcome.error.detail}`);
  return outcome.value;
}

function packed(bits: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
    Number.parseInt(
      bits
        .slice(at * 8, at * 8 + 8)
        .join('')
        .padEnd(8, '0'),
      2,
    ),
  );
}
