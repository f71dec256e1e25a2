import type { SlideArea } from '../../../base/slide.ts';
import { cellAt, cellsWithin, type Lattice, NO_PATCH } from '../lattice.ts';
import { type Camera, onScreen, type Size, seenArea } from './camera.ts';

/** What is laid over a slide. Areas are in pixels of level 0. */
export interface Overlay {
  readonly lattice: Lattice | undefined;
  readonly showsGrid: boolean;
  /** The cells that have a patch and, as colours, how similar those are: one pixel a cell. */
  readonly cells: CanvasImageSource | undefined;
  readonly heat: CanvasImageSource | undefined;
  /** 0 to 1. */
  readonly heatOpacity: number;
  readonly query: SlideArea | undefined;
  readonly hits: readonly SlideArea[];
  /** The hit that is shown at its place. */
  readonly shown: SlideArea | undefined;
  readonly hovered: SlideArea | undefined;
  readonly drawn: SlideArea | undefined;
}

/** CSS colours of the page. */
export interface OverlayColours {
  readonly query: string;
  readonly accent: string;
}

/** Lines of the grid closer than this, in screen pixels, would hide what they lie on: cells are tinted instead. */
const LEAST_CELL = 7;

/** Opacity of that tint. */
const TINT = 0.16;

const GRID_COLOUR = 'rgb(0 0 0 / 32%)';
const HALO = 'rgb(255 255 255 / 85%)';
const HOVER_COLOUR = 'rgb(0 0 0 / 75%)';

/** An area smaller than this, in screen pixels, is marked as large as this: it must be found from afar. */
const LEAST_RING = 9;

/** Draws the overlay. The context measures in screen pixels. */
export function paintOverlay(
  context: CanvasRenderingContext2D,
  camera: Camera,
  view: Size,
  overlay: Overlay,
  colours: OverlayColours,
): void {
  context.clearRect(0, 0, view.width, view.height);
  const { lattice, cells, heat, heatOpacity, showsGrid } = overlay;
  if (lattice) {
    const extent = onScreen(camera, view, extentOf(lattice));
    const isFar = lattice.side * camera.zoom < LEAST_CELL;
    if (heat) paintCells(context, extent, heat, heatOpacity);
    else if (cells && showsGrid && isFar) paintCells(context, extent, cells, TINT);
    if (showsGrid && !isFar) paintGrid(context, camera, view, lattice);
  }
  const ring = (area: SlideArea | undefined, colour: string, width: number, dash: number[] = []) => {
    if (area) paintRing(context, atLeast(LEAST_RING, onScreen(camera, view, area)), colour, width, dash);
  };
  for (const hit of overlay.hits) ring(hit, colours.accent, 1.5);
  ring(overlay.hovered, HOVER_COLOUR, 1.5);
  ring(overlay.shown, colours.accent, 3);
  ring(overlay.query, colours.query, 3);
  ring(overlay.drawn, colours.query, 2, [6, 4]);
}

function extentOf({ columns, rows, side }: Lattice): SlideArea {
  return { x: 0, y: 0, width: columns * side, height: rows * side };
}

function paintCells(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: SlideArea,
  cells: CanvasImageSource,
  opacity: number,
): void {
  context.save();
  context.globalAlpha = opacity;
  context.imageSmoothingEnabled = false;
  context.drawImage(cells, x, y, width, height);
  context.restore();
}

function paintGrid(context: CanvasRenderingContext2D, camera: Camera, view: Size, lattice: Lattice): void {
  const { left, top, right, bottom } = cellsWithin(lattice, seenArea(camera, view));
  const { side } = lattice;
  context.beginPath();
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      if (cellAt(lattice, column, row) === NO_PATCH) continue;
      const cell = onScreen(camera, view, { x: column * side, y: row * side, width: side, height: side });
      context.rect(cell.x, cell.y, cell.width, cell.height);
    }
  }
  context.lineWidth = 1;
  context.strokeStyle = GRID_COLOUR;
  context.stroke();
}

function paintRing(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: SlideArea,
  colour: string,
  lineWidth: number,
  dash: number[],
): void {
  context.lineJoin = 'round';
  context.lineWidth = lineWidth + 2;
  context.strokeStyle = HALO;
  context.strokeRect(x, y, width, height);
  context.setLineDash(dash);
  context.lineWidth = lineWidth;
  context.strokeStyle = colour;
  context.strokeRect(x, y, width, height);
  context.setLineDash([]);
}

function atLeast(least: number, { x, y, width, height }: SlideArea): SlideArea {
  const wider = Math.max(0, least - width);
  const taller = Math.max(0, least - height);
  return { x: x - wider / 2, y: y - taller / 2, width: width + wider, height: height + taller };
}
