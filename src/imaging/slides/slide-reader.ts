import type { RgbImage } from '../../base/rgb-image.ts';
import { type CallContext, type Transferred, transfer } from '../../base/rpc.ts';
import type { ShownChannels, SlideArea, SlideFiles, SlideInfo, SlideLevel, TissueMask } from '../../base/slide.ts';
import type { NoStains, Stains } from '../../base/stains.ts';
import { toImageError } from '../image-errors.ts';
import { preparePatch, type ReadPatch } from '../prepare-patch.ts';
import { estimateStains } from '../stain/macenko.ts';
import { tissuePixels } from '../stain/sample-pixels.ts';
import { openSlide } from './open-slide.ts';
import type { OpenSlide } from './opened-slide.ts';
import { readArea } from './read-area.ts';
import { TileCache } from './tile-cache.ts';
import { findTissue } from './tissue.ts';

/** A slide, and under which name the worker keeps it open. */
export interface SlideSource {
  /** Tells slides apart; two with one key must be the same files, and show the same channels. */
  readonly key: string;
  readonly files: SlideFiles;
  /** Of several channels; the first where it is absent. */
  readonly channels?: ShownChannels | undefined;
}

const MOST_OPEN = 4;
const CACHE_BYTES = 48 * 2 ** 20;
/** Longer side of the overview that tissue is found on: at least the former where the slide has it, at most the latter. */
const TISSUE_SIDES = { least: 1024, most: 2048 };

/**
 * Reads whole slides, in a worker. Keeps the slides used last open, and tiles decoded last; opens from the files what
 * it has not got. Errors of all calls: file-empty, file-unreadable, format-unknown, slide-variant,
 * slide-order-unknown, image-broken, image-out-of-memory, decoder-unreachable.
 */
export class SlideReader {
  /** Least recently used first. */
  readonly #slides = new Map<string, Promise<OpenSlide>>();
  readonly #tiles = new TileCache(CACHE_BYTES);

  /** Answers once the worker is free to listen: a sign that no decoder hangs. */
  ping(_nothing: undefined): void {}

  async describe(source: SlideSource, _context: CallContext): Promise<SlideInfo> {
    return (await this.#open(source)).info;
  }

  /**
   * An area at `width` x `height` pixels; see read-area.ts for how it is resampled. What lies outside of the slide is white.
   * @param argument `area`: pixels of level 0, whole or not.
   */
  async readArea(
    argument: SlideSource & { readonly area: SlideArea; readonly width: number; readonly height: number },
    { signal }: CallContext,
  ): Promise<Transferred<RgbImage>> {
    const { area, width, height } = argument;
    const image = await this.#readArea(argument, area, width, height, signal);
    return transfer(image, [image.data.buffer]);
  }

  /** One stored tile, without what hangs over the edge of the level; white where the slide stores none. */
  async readTile(
    argument: SlideSource & { readonly level: number; readonly column: number; readonly row: number },
    { signal }: CallContext,
  ): Promise<Transferred<RgbImage>> {
    const { info } = await this.#open(argument);
    signal.throwIfAborted();
    const { level, column, row } = argument;
    const { width, height, tileWidth, tileHeight, downsample } = info.levels[level] as SlideLevel;
    const left = column * tileWidth;
    const top = row * tileHeight;
    const pixels = { width: Math.min(tileWidth, width - left), height: Math.min(tileHeight, height - top) };
    const area = {
      x: left * downsample,
      y: top * downsample,
      width: pixels.width * downsample,
      height: pixels.height * downsample,
    };
    const image = await this.#readArea(argument, area, pixels.width, pixels.height, signal);
    return transfer(image, [image.data.buffer]);
  }

  /**
   * A patch as PatchReader makes one of a file.
   * @param argument `area`: pixels of level 0; `patchSize`: pixels of the longer side that it is cut in; `size`: what the
   * network wants; `stains`: see preparePatch.
   */
  async readPatch(
    argument: SlideSource & {
      readonly area: SlideArea;
      readonly patchSize: number;
      readonly size: number;
      readonly stains?: Stains | undefined;
    },
    { signal }: CallContext,
  ): Promise<Transferred<ReadPatch>> {
    const { area, patchSize, size, stains } = argument;
    const scaled = (side: number) => Math.max(1, Math.round((side * patchSize) / Math.max(area.width, area.height)));
    const image = await this.#readArea(argument, area, scaled(area.width), scaled(area.height), signal);
    return preparePatch(image, size, stains, signal);
  }

  /** The whole slide, its longer side at most `maxSide` pixels. */
  async overview(
    argument: SlideSource & { readonly maxSide: number },
    { signal }: CallContext,
  ): Promise<Transferred<RgbImage>> {
    const image = await this.#readOverview(argument, argument.maxSide, signal);
    return transfer(image, [image.data.buffer]);
  }

  /** Where the slide has tissue, on an overview of about 1,024 to 2,048 pixels. */
  async findTissue(source: SlideSource, { signal }: CallContext): Promise<Transferred<TissueMask>> {
    const mask = findTissue(await this.#readForTissue(source, signal));
    return transfer(mask, [mask.tissue.buffer]);
  }

  /** The slide's stains, by the pixels of its tissue on the same overview. */
  async estimateStains(source: SlideSource, { signal }: CallContext): Promise<Stains | NoStains> {
    const overview = await this.#readForTissue(source, signal);
    return estimateStains(tissuePixels(overview, findTissue(overview)));
  }

  async #readForTissue(source: SlideSource, signal: AbortSignal): Promise<RgbImage> {
    const { info } = await this.#open(source);
    const side = (level: SlideLevel) => Math.max(level.width, level.height);
    const stored = info.levels.findLast((level) => side(level) >= TISSUE_SIDES.least) ?? info.levels[0];
    return this.#readOverview(source, Math.min(side(stored), TISSUE_SIDES.most), signal);
  }

  async #readOverview(source: SlideSource, maxSide: number, signal: AbortSignal): Promise<RgbImage> {
    const [{ width, height }, ...others] = (await this.#open(source)).info.levels;
    const scale = Math.max(1, Math.max(width, height) / maxSide);
    const fitting = others.find((level) => Math.max(level.width, level.height) === maxSide);
    const scaled = (side: number) => Math.max(1, Math.round(side / scale));
    const pixels = fitting ?? { width: scaled(width), height: scaled(height) };
    const factor = fitting?.downsample ?? scale;
    const area = { x: 0, y: 0, width: pixels.width * factor, height: pixels.height * factor };
    return this.#readArea(source, area, pixels.width, pixels.height, signal);
  }

  async #readArea(
    source: SlideSource,
    area: SlideArea,
    width: number,
    height: number,
    signal: AbortSignal,
  ): Promise<RgbImage> {
    const slide = await this.#open(source);
    const getTile = (level: number, column: number, row: number) => {
      signal.throwIfAborted();
      return this.#tile(source.key, slide, level, column, row);
    };
    try {
      return await readArea(slide.info, getTile, area, width, height);
    } catch (thrown) {
      signal.throwIfAborted();
      throw toImageError(thrown);
    }
  }

  async #tile(
    key: string,
    slide: OpenSlide,
    level: number,
    column: number,
    row: number,
  ): Promise<RgbImage | undefined> {
    const name = `${key}/${level}/${column}/${row}`;
    const kept = this.#tiles.get(name);
    if (kept) return kept;
    const tile = await slide.decodeTile(level, column, row);
    if (tile) this.#tiles.set(name, tile);
    return tile;
  }

  #open({ key, files, channels }: SlideSource): Promise<OpenSlide> {
    const slide = this.#slides.get(key) ?? openSlide(files, channels);
    this.#slides.delete(key);
    this.#slides.set(key, slide);
    const [oldest] = this.#slides.keys();
    if (this.#slides.size > MOST_OPEN && oldest !== undefined) this.#slides.delete(oldest);
    return slide.catch((thrown) => {
      this.#slides.delete(key);
      throw toImageError(thrown);
    });
  }
}
