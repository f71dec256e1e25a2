/**
 * A profile is everything that changes a bit of a barcode. Barcodes of different profiles are never compared;
 * a collection has exactly one.
 */

/** VGG19 taps, 1 to 5: the ReLU outputs of conv1_1, conv2_1, conv3_1, conv4_1 and conv5_1. */
export type LayerNumber = 1 | 2 | 3 | 4 | 5;

export const ALL_LAYERS: readonly LayerNumber[] = [1, 2, 3, 4, 5];

/** Channels of the feature map at each tap: the Gram matrix of layer l is channels x channels. */
export const LAYER_CHANNELS: Readonly<Record<LayerNumber, number>> = { 1: 64, 2: 128, 3: 256, 4: 512, 5: 512 };

/** Shortest side in pixels that VGG19's four poolings before conv5_1 leave anything of. */
export const MIN_SIDE = 16;

/** Where the threshold of Eq. 2 (arXiv 2111.15519) is taken: over each layer's kept entries, or over all of them. */
export type Binarisation = (typeof BINARISATIONS)[number];

export const BINARISATIONS = ['per-layer', 'global'] as const;

export interface Profile {
  /** Version of the recipe from pixels to bits; raised whenever the same pixels would give other bits. */
  readonly recipe: 1;
  /** SHA-256 (hex) of the float16 weights, all shards joined. */
  readonly weightsId: string;
  /** Longer side in pixels after resizing. */
  readonly size: number;
  /** Ascending. */
  readonly layers: readonly LayerNumber[];
  /** Gram entries kept a layer: all of the lower triangle, or at most this many, evenly spaced. */
  readonly sampling: 'full' | number;
  readonly binarisation: Binarisation;
  /** Views of a patch whose Gram matrices are summed before the threshold; one, the patch as it is, when left out. */
  readonly views?: Views;
  /** How the colours of a slide are made those of the reference slide before anything else; not at all when left out. */
  readonly stain?: StainNormalisation;
}

/** The quarter turns of a patch (4), or these and their mirror images (8): a barcode that forgets how the patch lay. */
export type Views = (typeof VIEWS)[number];

export const VIEWS = [4, 8] as const;

/** Macenko et al., ISBI 2009 (imaging/stain). */
export type StainNormalisation = (typeof STAIN_NORMALISATIONS)[number];

export const STAIN_NORMALISATIONS = ['macenko'] as const;

/** What a person can decide about a profile; the rest follows from the weights and the recipe. */
export type ProfileSettings = Pick<Profile, 'size' | 'sampling' | 'binarisation' | 'views' | 'stain'> & {
  /** Ascending; all when left out. */
  readonly layers?: readonly LayerNumber[];
};

/** Profiles with a name of their own. */
export type NamedProfile = (typeof NAMED_PROFILES)[number];

export const NAMED_PROFILES = ['standard', 'robust', 'paper'] as const;

export type ProfileName = NamedProfile | 'custom';

/** Sizes that a profile may ask for, in pixels: below, poolings leave next to nothing; above, the network's maps fill the memory. */
export const SIZE_RANGE = { least: 64, most: 1024 } as const;

export const NAMED_SETTINGS: Readonly<Record<NamedProfile, ProfileSettings>> = {
  standard: { size: 256, sampling: 2048, binarisation: 'per-layer' },
  robust: { size: 256, sampling: 2048, binarisation: 'per-layer', layers: [2, 5], views: 8, stain: 'macenko' },
  paper: { size: 512, sampling: 'full', binarisation: 'per-layer' },
};

/** The profile of that name, with weights `weightsId`. */
export function namedProfile(name: NamedProfile, weightsId: string): Profile {
  return profileWith(NAMED_SETTINGS[name], weightsId);
}

export function profileWith(settings: ProfileSettings, weightsId: string): Profile {
  return { recipe: 1, weightsId, layers: ALL_LAYERS, ...settings };
}

/** Two profiles give comparable barcodes exactly when their keys are equal. */
export function profileKey(profile: Profile): string {
  const { recipe, weightsId, size, layers, sampling, binarisation, views, stain } = profile;
  const parts = [`r${recipe}`, weightsId, size, layers.join('+'), sampling, binarisation];
  return [...parts, ...(views ? [`${views} views`] : []), ...(stain ? [stain] : [])].join('/');
}

/** Entries of the lower triangle, diagonal included, of a layer's Gram matrix. */
export function gramEntries(layer: LayerNumber): number {
  const channels = LAYER_CHANNELS[layer];
  return (channels * (channels + 1)) / 2;
}

/** Gram entries (so bits) that a profile keeps of one layer. */
export function keptEntries(layer: LayerNumber, sampling: Profile['sampling']): number {
  const entries = gramEntries(layer);
  return sampling === 'full' ? entries : Math.min(sampling, entries);
}

/** The bits of one layer inside a barcode. */
export interface LayerSpan {
  readonly layer: LayerNumber;
  readonly firstBit: number;
  readonly bits: number;
}

/** Where each layer's bits lie in a barcode of this profile; layers ascend, nothing pads between them. */
export function layerSpans(profile: Pick<Profile, 'layers' | 'sampling'>): LayerSpan[] {
  let firstBit = 0;
  return profile.layers.map((layer) => {
    const span = { layer, firstBit, bits: keptEntries(layer, profile.sampling) };
    firstBit += span.bits;
    return span;
  });
}

/** Bits of a barcode: 10,240 for Standard, 305,888 for Paper. */
export function barcodeBits(profile: Pick<Profile, 'layers' | 'sampling'>): number {
  return layerSpans(profile).reduce((sum, span) => sum + span.bits, 0);
}

/** Bytes of a packed barcode: 1,280 for Standard, 38,236 for Paper. */
export function barcodeBytes(profile: Pick<Profile, 'layers' | 'sampling'>): number {
  return Math.ceil(barcodeBits(profile) / 8);
}
