/** What a whole slide is to the rest of the house, whatever its file format. */

export const SLIDE_FORMATS = [
  'aperio',
  'tiff',
  'ome-tiff',
  'ndpi',
  'philips',
  'leica',
  'ventana',
  'mirax',
  'czi',
  'vsi',
  'ome-zarr',
  'dicom',
  'image',
] as const;

export type SlideFormat = (typeof SLIDE_FORMATS)[number];

/** The file of a slide; of a DICOM series, all of its instances; of MIRAX and VSI, the file that stands for it and those of its folder; of OME-Zarr, its folder as one file (imaging/slides/folder-file.ts). */
export type SlideFiles = readonly [Blob, ...Blob[]];

/** One resolution at which a slide is stored. Level 0 is the finest. */
export interface SlideLevel {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** How many pixels of level 0 one pixel spans; 1 for level 0, not always a whole number. */
  readonly downsample: number;
}

/** Why a recorded resolution is not believed: no light microscope gives it, or pixels are not square. */
export const RESOLUTION_DOUBTS = ['no-microscope', 'not-square'] as const;

export type ResolutionDoubt = (typeof RESOLUTION_DOUBTS)[number];

/** What a slide's file says of its resolution. */
export interface Resolution {
  /** Of level 0; absent when the file does not say, or says what cannot be. */
  readonly micronsPerPixel?: number | undefined;
  /** What the file says and is not believed. */
  readonly doubted?: {
    readonly reason: ResolutionDoubt;
    readonly micronsPerPixel: number;
    /** Between rows, where it differs. */
    readonly down?: number;
  };
  /** What the objective lets one guess where no resolution is recorded: 0.5 at 20x. A person has to confirm it. */
  readonly guessed?: number;
}

/** Which of several channels is read: one, counted from 0, or all of them, each in its colour. */
export type ShownChannels = number | 'composite';

/**
 * What is known of a slide before a pixel is read. Label, macro and thumbnail images are counted and never read; names,
 * dates and serial numbers that a file may hold are not taken over.
 */
export interface SlideInfo extends Resolution {
  readonly format: SlideFormat;
  /** Finest first, at least one. */
  readonly levels: readonly [SlideLevel, ...SlideLevel[]];
  /** How the tiles of level 0 are compressed, in words for a person: 'JPEG', 'JPEG 2000'. */
  readonly compression: string;
  /** Where samples have 16 bits, use fewer and nothing says so: how many, by the largest of them. Pixels are scaled by that. */
  readonly bitsByRange?: number;
  /** Of a slide of several channels: their names, empty where the file gives none, and which is read. */
  readonly channels?: { readonly names: readonly string[]; readonly shown: ShownChannels };
  /** Of a file of several channels, focal planes or times, what is read: 'the first of 2 focal planes'. Channels are told here where there is no choice between them. */
  readonly onlyPart?: string;
  /** Associated images that were passed over: 'label', 'macro', 'thumbnail'. */
  readonly passedOver: readonly string[];
}

/** A rectangle on a slide, in pixels of level 0. */
export interface SlideArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Which pixels of an overview are tissue: 1 where they are, row by row. */
export interface TissueMask {
  readonly width: number;
  readonly height: number;
  readonly tissue: Uint8Array<ArrayBuffer>;
  /** What it was found by: colour on stained slides, darkness on grey ones, brightness where the background is black. */
  readonly by: 'colour' | 'darkness' | 'brightness';
  /** 1 where a pen has drawn on the glass, which is no tissue; absent where none has. */
  readonly ink?: Uint8Array<ArrayBuffer>;
}
