import OpenSeadragon from 'openseadragon';
import { isAbort } from '../../../base/errors.ts';
import type { RgbImage } from '../../../base/rgb-image.ts';
import type { SlideInfo } from '../../../base/slide.ts';
import { pyramidOf, type ViewLevel } from '../pyramid.ts';

/** A tile as the viewer wants it. */
export interface WantedTile {
  readonly level: ViewLevel;
  readonly column: number;
  readonly row: number;
}

export type ReadTile = (tile: WantedTile, signal: AbortSignal) => Promise<RgbImage>;

/** A slide's tiles, and those among them that are being read. */
export interface SlideTiles {
  /** For OpenSeadragon, whose level 0 is the coarsest one. */
  readonly source: OpenSeadragon.TileSource;
  /** Stops reading tiles that lie outside of the view; they are read again when they are wanted again. */
  abortOutside(bounds: OpenSeadragon.Rect): void;
  abortAll(): void;
}

/** Tiles that must not be taken for one another have different serial numbers of their sources. */
let serial = 0;

/** @param onFailure Told of each tile that could not be read. */
export function slideTiles({ levels }: SlideInfo, read: ReadTile, onFailure: (thrown: unknown) => void): SlideTiles {
  const [{ width, height }] = levels;
  const shown = pyramidOf({ levels });
  const levelAt = (index: number) => shown[index] as ViewLevel;
  const name = `slide ${serial++}`;
  const reading = new Map<OpenSeadragon.ImageJob, AbortController>();

  const start = async (job: OpenSeadragon.ImageJob) => {
    const { level, x, y } = job.tile;
    const controller = new AbortController();
    reading.set(job, controller);
    try {
      const image = await read({ level: levelAt(level), column: x, row: y }, controller.signal);
      if (!controller.signal.aborted) job.finish(toContext(image), null, 'context2d');
    } catch (thrown) {
      if (controller.signal.aborted) return;
      if (!isAbort(thrown)) onFailure(thrown);
      job.fail('not read', null);
    } finally {
      reading.delete(job);
    }
  };

  const abort = (job: OpenSeadragon.ImageJob) => {
    job.abort();
    // What was not waited for is not what is not there.
    job.tile.exists = true;
  };

  const source = Object.assign(
    new OpenSeadragon.TileSource({ width, height, tileSize: 256, minLevel: 0, maxLevel: shown.length - 1 }),
    {
      getLevelScale: (index: number) => levelAt(index).width / width,
      getTileWidth: (index: number) => levelAt(index).tileWidth,
      getTileHeight: (index: number) => levelAt(index).tileHeight,
      getNumTiles: (index: number) => {
        const level = levelAt(index);
        const across = Math.ceil(level.width / level.tileWidth);
        return new OpenSeadragon.Point(across, Math.ceil(level.height / level.tileHeight));
      },
      getTileUrl: (index: number, column: number, row: number) => `${name}/${index}/${column}/${row}`,
      hasTransparency: () => false,
      downloadTileStart: (job: OpenSeadragon.ImageJob) => void start(job),
      downloadTileAbort: (job: OpenSeadragon.ImageJob) => reading.get(job)?.abort(),
    },
  );
  return {
    source,
    abortOutside: (bounds) => {
      for (const job of [...reading.keys()]) if (!overlap(job.tile.bounds, bounds)) abort(job);
    },
    abortAll: () => {
      for (const controller of reading.values()) controller.abort();
    },
  };
}

function overlap(a: OpenSeadragon.Rect, b: OpenSeadragon.Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function toContext({ width, height, data }: RgbImage): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('no canvas');
  const pixels = context.createImageData(width, height);
  for (let from = 0, to = 0; from < data.length; ) {
    pixels.data[to++] = data[from++] as number;
    pixels.data[to++] = data[from++] as number;
    pixels.data[to++] = data[from++] as number;
    pixels.data[to++] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return context;
}
