import type { SlideInfo } from '../../base/slide.ts';

/** A resolution at which a slide is shown. */
export interface ViewLevel {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Pixels of level 0 that a pixel spans. */
  readonly downsample: number;
  /** The stored level whose own tiles are shown; undefined when tiles are made from a finer level. */
  readonly stored: number | undefined;
}

/** Sides of tiles that are shown as they are stored; strips and tiles of a whole level are cut anew. */
const SHOWN_SIDES = { least: 96, most: 2048 };

/** Side of tiles that are made. */
const MADE_SIDE = 512;

/** The coarsest level should fit a screen: without one, every tile of a finer level would have to be read for it. */
const COARSEST_SIDE = 1280;

/** Stored levels further apart than this get others between them. */
const WIDEST_STEP = 4.5;

/** The levels that a slide is shown in, coarsest first: those that it stores, and those that it lacks. */
export function pyramidOf({ levels }: Pick<SlideInfo, 'levels'>): ViewLevel[] {
  const [finest] = levels;
  const shown: ViewLevel[] = [];
  levels.forEach((level, index) => {
    shown.push({ ...level, ...tilesOf(level), stored: isShownAsStored(level) ? index : undefined });
    const next = levels[index + 1];
    const end = next ? next.downsample / WIDEST_STEP : Math.max(finest.width, finest.height) / COARSEST_SIDE;
    for (let downsample = level.downsample; downsample < end; ) {
      downsample *= 2;
      shown.push(madeLevel(finest, downsample));
    }
  });
  return shown.reverse();
}

interface Tiles {
  readonly tileWidth: number;
  readonly tileHeight: number;
}

function tilesOf(level: Tiles): Tiles {
  return isShownAsStored(level) ? level : { tileWidth: MADE_SIDE, tileHeight: MADE_SIDE };
}

function isShownAsStored({ tileWidth, tileHeight }: Tiles): boolean {
  return [tileWidth, tileHeight].every((side) => side >= SHOWN_SIDES.least && side <= SHOWN_SIDES.most);
}

function madeLevel({ width, height }: { width: number; height: number }, downsample: number): ViewLevel {
  return {
    width: Math.ceil(width / downsample),
    height: Math.ceil(height / downsample),
    tileWidth: MADE_SIDE,
    tileHeight: MADE_SIDE,
    downsample,
    stored: undefined,
  };
}
