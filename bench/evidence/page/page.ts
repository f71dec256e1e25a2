/** Puts the app's readers and encoder on `window`: from chosen files, or areas of a chosen slide, to barcodes. */
import { NAMED_SETTINGS, type Profile, profileKey, profileWith } from '../../../src/barcode/profile.ts';
import type { RgbImage } from '../../../src/base/rgb-image.ts';
import type { SlideArea } from '../../../src/base/slide.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import { patchReaders } from '../../../src/engine/decoding/patch-reader-pool.ts';
import { slideReaders } from '../../../src/engine/decoding/slide-reader-pool.ts';
import { encoder } from '../../../src/engine/device/encoder-host.ts';
import { areaAt, gridOf, tissueShares } from '../../../src/engine/slides/cut.ts';

trustOwnScripts();

/** Images that the encoder gets at once. */
const BATCH = 8;

const never = new AbortController().signal;
let profile: Profile;

/** What the app stores of a patch, apart from its thumbnail. */
export interface EncodedPatch {
  readonly barcode: Uint8Array;
  readonly histogram: Uint16Array;
}

/** A patch of a slide's grid. */
export interface CutArea {
  readonly area: SlideArea;
  /** Its share of tissue, 0 to 1. */
  readonly tissue: number;
}

interface Read {
  readonly rgb: RgbImage;
  readonly colours: { readonly histogram: Uint16Array };
}

const calls = {
  /** Starts the encoder on the processor. @returns What tells the barcodes of this profile and these weights from others. */
  async start(): Promise<string> {
    const { weightsId, trained } = await encoder().ready();
    if (!trained) throw new Error('The trained weights are not there; see README.md.');
    profile = profileWith(NAMED_SETTINGS.standard, weightsId);
    return profileKey(profile);
  },

  /** The chosen files, in order. */
  encodeFiles(): Promise<EncodedPatch[]> {
    return encodeAll(chosenFiles().map((file) => () => patchReaders().readPatch(file, profile, never)));
  },

  /** The grid of the chosen slide, cut at `patchSize` pixels of `micronsPerPixel`. */
  async areasOf(wanted: {
    readonly patchSize: number;
    readonly micronsPerPixel: number;
    /** Taken where the slide does not know its resolution. */
    readonly assumed: number;
  }): Promise<CutArea[]> {
    const known = await slideReaders().describe(chosenSlide(), never);
    const info = { ...known, micronsPerPixel: known.micronsPerPixel ?? wanted.assumed };
    const grid = gridOf(info, { ...wanted, leastTissue: 0 });
    const shares = tissueShares(info, await slideReaders().findTissue(chosenSlide(), never), grid);
    return Array.from(shares, (tissue, at) => ({ area: areaAt(grid, at), tissue }));
  },

  encodeAreas(areas: readonly SlideArea[], patchSize: number): Promise<EncodedPatch[]> {
    return encodeAll(
      areas.map((area) => () => slideReaders().readPatch(chosenSlide(), area, patchSize, profile, never)),
    );
  },
};

async function encodeAll(reads: readonly (() => Promise<Read>)[]): Promise<EncodedPatch[]> {
  const encoded: EncodedPatch[] = [];
  for (let first = 0; first < reads.length; first += BATCH) {
    const batch = await Promise.all(reads.slice(first, first + BATCH).map((read) => read()));
    const barcodes = await encoder().encode(
      batch.map(({ rgb }) => rgb),
      profile,
      never,
    );
    for (const [at, { colours }] of batch.entries()) {
      encoded.push({ barcode: barcodes[at] as Uint8Array, histogram: colours.histogram });
    }
  }
  return encoded;
}

function chosenFiles(): File[] {
  return [...(document.querySelector('input')?.files ?? [])];
}

function chosenSlide() {
  const [first, ...others] = chosenFiles();
  if (!first) throw new Error('choose a slide first');
  return { key: first.name, files: [first, ...others] as const };
}

export type EvidenceBench = typeof calls;

declare global {
  var evidenceBench: EvidenceBench;
}

globalThis.evidenceBench = calls;
