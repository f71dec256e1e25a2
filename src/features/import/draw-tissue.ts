import type { SlideInfo, TissueMask } from '../../base/slide.ts';
import { cutOf, gridOf, withResolution } from '../../engine/slides/cut.ts';
import type { CutRule } from '../../library/schema.ts';
import { sharesOf } from './patch-counts.ts';

/** Patches this wide on the canvas, in its pixels, or wider are outlined one by one. */
const OUTLINED_FROM = 7;

/** Slides are scanned on white glass, whatever theme the page has. */
const VEIL = 'rgb(255 255 255 / 72%)';
const PATCH_OUTLINE = 'rgb(10 106 106 / 55%)';
const TISSUE_BORDER = '#0a6a6a';
const INK = 'rgb(214 102 0 / 70%)';

/** Draws a slide with what is not indexed veiled, the patches outlined, the tissue that was found bordered, and ink painted over. */
export function drawTissue(
  canvas: HTMLCanvasElement,
  overview: ImageData,
  { info, tissue, rule }: { readonly info: SlideInfo; readonly tissue: TissueMask; readonly rule: CutRule },
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  canvas.width = overview.width;
  canvas.height = overview.height;
  context.putImageData(overview, 0, 0);
  const resolved = withResolution(info, rule);
  const { columns, side } = gridOf(resolved, cutOf(resolved, rule));
  const scale = overview.width / info.levels[0].width;
  const kept = new Path2D();
  sharesOf(info, tissue, rule).forEach((share, at) => {
    if (share < rule.leastTissue) return;
    const [x, y] = [(at % columns) * side * scale, Math.floor(at / columns) * side * scale];
    kept.rect(x, y, side * scale, side * scale);
  });
  const veiled = new Path2D(kept);
  veiled.rect(0, 0, overview.width, overview.height);
  context.fillStyle = VEIL;
  context.fill(veiled, 'evenodd');
  context.strokeStyle = PATCH_OUTLINE;
  if (side * scale >= OUTLINED_FROM) context.stroke(kept);
  const [across, down] = [overview.width / tissue.width, overview.height / tissue.height];
  context.fillStyle = TISSUE_BORDER;
  drawBorder(context, tissue, across, down);
  context.fillStyle = INK;
  if (tissue.ink) drawInk(context, tissue.ink, tissue.width, across, down);
}

/** Row by row, each run of pixels at once. */
function drawInk(
  context: CanvasRenderingContext2D,
  ink: Uint8Array,
  width: number,
  across: number,
  down: number,
): void {
  for (let start = 0; start < ink.length; start++) {
    if (ink[start] !== 1) continue;
    let end = start + 1;
    while (end % width !== 0 && ink[end] === 1) end++;
    const [x, y] = [start % width, Math.floor(start / width)];
    context.fillRect(x * across, y * down, (end - start) * across, down);
    start = end - 1;
  }
}

/** A dot on each pixel of tissue that has glass beside it. */
function drawBorder(
  context: CanvasRenderingContext2D,
  { width, height, tissue }: TissueMask,
  across: number,
  down: number,
): void {
  const dot = Math.max(1.5, across);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (tissue[at] !== 1) continue;
      const isInside =
        (x === 0 || tissue[at - 1] === 1) &&
        (x === width - 1 || tissue[at + 1] === 1) &&
        (y === 0 || tissue[at - width] === 1) &&
        (y === height - 1 || tissue[at + width] === 1);
      if (!isInside) context.fillRect(x * across, y * down, dot, dot);
    }
  }
}
