import type { Views } from '../barcode/profile.ts';
import type { RgbImage } from '../base/rgb-image.ts';

/** How a view takes its pixels from the patch: mirrored in its columns, in its rows, and with rows and columns swapped. */
interface View {
  readonly mirrorX: boolean;
  readonly mirrorY: boolean;
  readonly swap: boolean;
}

/** The symmetries of a square, unswapped ones first, so that views of one shape follow one another. */
const SYMMETRIES: readonly View[] = [false, true].flatMap((swap) =>
  [false, true].flatMap((mirrorY) => [false, true].map((mirrorX) => ({ mirrorX, mirrorY, swap }))),
);

/** Turns alone: as many mirrorings as make none. */
const TURNS: readonly View[] = SYMMETRIES.filter(
  ({ mirrorX, mirrorY, swap }) => (Number(mirrorX) + Number(mirrorY) + Number(swap)) % 2 === 0,
);

/** The views of every image, image after image: the images themselves where a profile asks for no others. */
export function viewsOfAll(images: readonly RgbImage[], views: Views | undefined): readonly RgbImage[] {
  if (!views) return images;
  const wanted = views === 8 ? SYMMETRIES : TURNS;
  return images.flatMap((image) => wanted.map((view) => viewOf(image, view)));
}

/** The kept Gram entries of one image, layer by layer. */
type Entries = readonly Float32Array[];

/**
 * The sums over the views of each image, added in their order, of the Gram entries (Eq. 1 of arXiv 2111.15519).
 * @param entries Of each view, in the order of `viewsOfAll`. Sums take the place of each image's first.
 */
export function sumViews(entries: readonly Entries[], views: Views | undefined): readonly Entries[] {
  if (!views) return entries;
  const images = entries.length / views;
  return Array.from({ length: images }, (_, image) =>
    entries.slice(image * views, (image + 1) * views).reduce((sums, more) => {
      for (const [layer, sum] of sums.entries()) addTo(sum, more[layer] as Float32Array);
      return sums;
    }),
  );
}

function addTo(sum: Float32Array, more: Float32Array): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) + (more[at] as number);
}

function viewOf(image: RgbImage, { mirrorX, mirrorY, swap }: View): RgbImage {
  const width = swap ? image.height : image.width;
  const height = swap ? image.width : image.height;
  const data = new Uint8Array(image.data.length);
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = swap ? y : x;
      const row = swap ? x : y;
      const fromX = mirrorX ? image.width - 1 - column : column;
      const fromY = mirrorY ? image.height - 1 - row : row;
      const from = 3 * (fromY * image.width + fromX);
      data[to++] = image.data[from] as number;
      data[to++] = image.data[from + 1] as number;
      data[to++] = image.data[from + 2] as number;
    }
  }
  return { width, height, data };
}
