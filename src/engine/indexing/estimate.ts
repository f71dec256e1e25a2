import * as v from 'valibot';
import { barcodeBytes, NAMED_SETTINGS, type ProfileSettings, profileWith } from '../../barcode/profile.ts';
import { COLOUR_BYTES } from '../../base/colour-histogram.ts';
import { type Dictionary, dictionaryOf, dictionarySchema, entriesOf, lookUp } from '../../base/dictionary.ts';
import { parseOr, readJson } from '../../base/parse.ts';
import { deviceStore } from '../device/device-store.ts';
import { encoder } from '../device/encoder-host.ts';
import { indexingStore } from './indexing-store.ts';

/** A 192 px JPEG thumbnail of H&E tissue, typically. */
const THUMBNAIL_BYTES = 9_000;

/** VGG19 to conv5_1, in 10^9 multiply-adds for each square pixel of a square patch: what time is proportional to. */
const GMAC_A_PIXEL = 24 / 256 ** 2;

/** The full Gram matrices on top of that: 4.6 on 95 at 512 px. */
const FULL_GRAM_FACTOR = 1.05;

const KEY = 'gramscope.seconds-per-gmac';

/** By the names of devices. */
const speedsSchema = dictionarySchema(v.string(), v.pipe(v.number(), v.gtValue(0), v.finite()));

export interface RunEstimate {
  /** Barcodes, colours and thumbnails. */
  readonly bytes: number;
  /** Undefined until this device's speed has been measured. */
  readonly seconds: number | undefined;
}

/** What indexing `files` square images would cost on this device. */
export function estimateRun(files: number, settings: ProfileSettings): RunEstimate {
  const perPatch = barcodeBytes(profileWith(settings, '')) + COLOUR_BYTES + THUMBNAIL_BYTES;
  const secondsPerGmac = lookUp(rememberedSpeeds(), deviceName() ?? '');
  return {
    bytes: files * perPatch,
    seconds: secondsPerGmac === undefined ? undefined : files * secondsPerGmac * patchGmac(settings),
  };
}

/** Keeps the speed that a run has shown, for the next estimate on the same device. */
export function rememberSpeed(settings: ProfileSettings, patchesPerSecond: number): void {
  const device = deviceName();
  if (!device || patchesPerSecond <= 0) return;
  const speeds = new Map(entriesOf(rememberedSpeeds())).set(device, 1 / (patchesPerSecond * patchGmac(settings)));
  localStorage.setItem(KEY, JSON.stringify(dictionaryOf(speeds)));
}

/**
 * Measures this device with one generated patch, unless its speed is known, or a run will tell it. Leaves the estimate unknown
 * on failure.
 */
export async function measureSpeed(): Promise<void> {
  const { weightsId } = await encoder().ready();
  if (estimateRun(1, NAMED_SETTINGS.standard).seconds !== undefined || isIndexing()) return;
  const device = deviceName();
  const profile = profileWith(NAMED_SETTINGS.standard, weightsId);
  const data = new Uint8Array(profile.size * profile.size * 3).map((_, i) => (i * 2654435761) >>> 24);
  const patch = { width: profile.size, height: profile.size, data };
  const { signal } = new AbortController();
  // The first patch compiles and allocates; the second one tells the speed.
  await encoder().encode([patch], profile, signal);
  const begin = performance.now();
  await encoder().encode([patch], profile, signal);
  const patchesPerSecond = 1000 / (performance.now() - begin);
  // Another device in between, or patches of a run, would count as this one's time.
  if (deviceName() === device && !isIndexing()) rememberSpeed(NAMED_SETTINGS.standard, patchesPerSecond);
}

function isIndexing(): boolean {
  return indexingStore.getState().run?.phase === 'running';
}

function patchGmac({ size, sampling, views }: ProfileSettings): number {
  return (views ?? 1) * size ** 2 * GMAC_A_PIXEL * (sampling === 'full' ? FULL_GRAM_FACTOR : 1);
}

function deviceName(): string | undefined {
  const state = deviceStore.getState();
  return state.status === 'ready' ? state.device.name : undefined;
}

function rememberedSpeeds(): Dictionary<number> {
  return parseOr(speedsSchema, readJson(localStorage.getItem(KEY) ?? ''), {});
}
