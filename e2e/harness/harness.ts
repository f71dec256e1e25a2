/** Puts the app's imaging and encoder workers on `window`, so that tests run what people run. */
import type { Profile } from '../../src/barcode/profile.ts';
import { AppError, type ErrorReport } from '../../src/base/errors.ts';
import type { RgbImage } from '../../src/base/rgb-image.ts';
import { Connection } from '../../src/base/rpc.ts';
import { trustOwnScripts } from '../../src/base/trusted-types.ts';
import type { EncoderService, StartedEncoder } from '../../src/encoder/encoder-service.ts';
import type { EngineChoice } from '../../src/encoder/feature-extractor.ts';
import { connectEncoder } from '../../src/engine/device/connect-encoder.ts';
import type { PatchReader } from '../../src/imaging/patch-reader.ts';
import { timeEvaluation } from './time-evaluation.ts';
import { timeTable } from './time-table.ts';
import { timeEncoding, timeProfiles, timeSearch } from './timings.ts';

trustOwnScripts();

let imaging: Connection<PatchReader> | undefined;
let encoder: Connection<EncoderService> | undefined;

/** What a call ended with: an AppError must cross to the test as data. */
export type Outcome<Value> = { readonly value: Value } | { readonly error: ErrorReport };

async function outcomeOf<Value>(promise: Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { value: await promise };
  } catch (thrown) {
    if (thrown instanceof AppError) return { error: { code: thrown.code, detail: thrown.detail } };
    throw thrown;
  }
}

const calls = {
  timeEvaluation,
  timeEncoding,
  timeProfiles,
  timeSearch,
  timeTable,

  /** Starts a fresh encoder worker. `assets` is where the weights lie; a folder that is not there gives the untrained ones. */
  startEncoder(engine: EngineChoice, assets: string): Promise<Outcome<StartedEncoder>> {
    encoder?.destroy();
    encoder = connectEncoder();
    return outcomeOf(encoder.remote.start({ engine, assetsUrl: new URL(assets, document.baseURI).href }));
  },

  /** The file's pixels, resized for the network. */
  async readPatch(bytes: Uint8Array<ArrayBuffer>, size: number): Promise<RgbImage> {
    imaging ??= new Connection<PatchReader>(
      new Worker(new URL('../../src/imaging/imaging.worker.ts', import.meta.url), { type: 'module' }),
    );
    const { rgb } = await imaging.remote.readPatch({ file: new File([bytes], 'tile'), size });
    return rgb;
  },

  async encode(batch: RgbImage[], profile: Profile): Promise<Outcome<Uint8Array<ArrayBuffer>[]>> {
    if (!encoder) throw new Error('start the encoder first');
    return outcomeOf(encoder.remote.encode({ batch, profile }));
  },
};

export type Harness = typeof calls;

declare global {
  var harness: Harness;
}

globalThis.harness = calls;
