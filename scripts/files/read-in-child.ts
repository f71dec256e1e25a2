/** Reads what each message names with the app's own code; run as a child process, which can be killed. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ErrorReport, toErrorReport } from '../../src/base/errors.ts';
import type { RgbImage } from '../../src/base/rgb-image.ts';
import type { SlideFiles, SlideInfo, SlideLevel } from '../../src/base/slide.ts';
import type { Intake, ToldFile } from '../../src/engine/intake/intake.ts';
import { walkDirectory } from '../../src/engine/intake/walk.ts';
import { cutOf, cutSlide } from '../../src/engine/slides/cut.ts';
import { decodeImage } from '../../src/imaging/decode-image.ts';
import { SlideReader } from '../../src/imaging/slides/slide-reader.ts';
import { directoryHandle, openFile } from './walk-folder.ts';

export type Question =
  | { readonly kind: 'intake'; readonly folder: string }
  | { readonly kind: 'image'; readonly file: string; readonly reference?: string | undefined }
  | {
      readonly kind: 'slide';
      readonly files: readonly string[];
      /** Pixels of the level that is wanted; the finest where none has them. */
      readonly size?: { readonly width: number; readonly height: number } | undefined;
      readonly reference?: string | undefined;
    };

/** What the intake makes of a folder. Paths are relative to it. */
export interface Found {
  readonly images: readonly string[];
  readonly slides: readonly {
    readonly path: string;
    readonly files: readonly string[];
    /** Why its name says that it cannot be read. */
    readonly unread?: ErrorReport | undefined;
  }[];
  /** Left out, unless they are wanted. */
  readonly masks: readonly string[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  /** What a person is told of files that are read. */
  readonly notes: readonly ToldFile[];
}

/** Pixels that were read. */
export interface ReadPixels {
  readonly width: number;
  readonly height: number;
  /** Of the RGB bytes. */
  readonly sha256: string;
  /** The largest difference of a sample from those of the reference, when one of the same size was given. */
  readonly difference?: number;
  /** Of slides. */
  readonly info?: SlideInfo;
  /** Patches of 128 pixels at 0.5 µm/px (or in the slide's own pixels) with a quarter of tissue. */
  readonly patches?: number;
}

export type Answer =
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'read'; readonly pixels: ReadPixels }
  | { readonly kind: 'refused'; readonly error: ErrorReport };

const context = { signal: new AbortController().signal, progress: () => {} };
/** Rows that are read at once of a slide's level. */
const BAND = 512;
const CUT = { patchSize: 128, micronsPerPixel: 0.5, leastTissue: 0.25, assumedMicronsPerPixel: undefined };

process.on('message', async (question: Question) => {
  process.send?.(await answer(question));
});

async function answer(question: Question): Promise<Answer> {
  try {
    if (question.kind === 'intake') return { kind: 'found', found: await takeIn(question.folder) };
    const pixels = question.kind === 'image' ? await readImage(question) : await readSlide(question);
    return { kind: 'read', pixels };
  } catch (thrown) {
    return { kind: 'refused', error: toErrorReport(thrown) };
  }
}

async function takeIn(folder: string): Promise<Found> {
  const { files, slides, masks, skipped, notes } = await walkDirectory(directoryHandle(folder));
  return {
    images: files.map((file) => file.path),
    slides: slides.map((slide) => ({
      path: slide.path,
      files: slide.files.map((file) => file.path),
      unread: slide.unread,
    })),
    masks: masks.map((mask) => mask.path),
    notes,
    skipped: (Object.keys(skipped) as (keyof Intake['skipped'])[]).flatMap((reason) =>
      skipped[reason].map((each) =>
        typeof each === 'string' ? { path: each, reason } : { path: each.path, reason: each.what },
      ),
    ),
  };
}

async function readImage({ file, reference }: Extract<Question, { kind: 'image' }>): Promise<ReadPixels> {
  const { width, height, data } = await decodeImage(await openFile(file));
  if (data.length !== width * height * 3) throw new Error(`${data.length} bytes of ${width} x ${height} pixels`);
  const sums = new PixelSums(reference);
  sums.add(data);
  return { width, height, ...sums.finish() };
}

async function readSlide({ files, size, reference }: Extract<Question, { kind: 'slide' }>): Promise<ReadPixels> {
  const reader = new SlideReader();
  const opened = (await Promise.all(files.map(openFile))) as unknown as SlideFiles;
  const source = { key: path.basename(files[0] ?? ''), files: opened };
  const info = await reader.describe(source, context);
  const level = info.levels.find(({ width, height }) => width === size?.width && height === size.height);
  const { width, height, downsample } = level ?? info.levels[0];
  const sums = new PixelSums(reference);
  for (let top = 0; top < height; top += BAND) {
    const rows = Math.min(BAND, height - top);
    sums.add((await readRows(reader, source, { width, downsample }, top, rows)).data);
  }
  const mask = await reader.findTissue(source, context);
  const patches = cutSlide(info, mask.value, cutOf(info, CUT)).places.length;
  return { width, height, ...sums.finish(), info, patches };
}

async function readRows(
  reader: SlideReader,
  source: { readonly key: string; readonly files: SlideFiles },
  { width, downsample }: Pick<SlideLevel, 'width' | 'downsample'>,
  top: number,
  rows: number,
): Promise<RgbImage> {
  const area = { x: 0, y: top * downsample, width: width * downsample, height: rows * downsample };
  return (await reader.readArea({ ...source, area, width, height: rows }, context)).value;
}

/** Takes pixels in pieces, hashes them, and compares them with those of a file of RGB bytes. */
class PixelSums {
  readonly #hash = createHash('sha256');
  readonly #reference: Uint8Array | undefined;
  #at = 0;
  #difference = 0;

  constructor(reference: string | undefined) {
    this.#reference = reference === undefined ? undefined : readFileSync(reference);
  }

  add(data: Uint8Array): void {
    this.#hash.update(data);
    for (let i = 0; this.#reference && i < data.length; i++, this.#at++) {
      const difference = Math.abs((data[i] as number) - (this.#reference[this.#at] ?? 255));
      if (difference > this.#difference) this.#difference = difference;
    }
  }

  finish(): Pick<ReadPixels, 'sha256' | 'difference'> {
    const isComparable = this.#reference?.length === this.#at;
    return { sha256: this.#hash.digest('hex'), ...(isComparable && { difference: this.#difference }) };
  }
}
