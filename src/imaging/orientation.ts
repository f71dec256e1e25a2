import type { RgbImage } from '../base/rgb-image.ts';

/** EXIF and TIFF Orientation (tag 274): which sides of the scene the first row and the first column are. 1 is upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Takes anything that is no valid orientation for upright, as viewers do. */
export function asOrientation(value: number | undefined): Orientation {
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 8 ? (value as Orientation) : 1;
}

/** The image as it is meant to be seen. Returns the image itself when it is upright already. */
export function orient(image: RgbImage, orientation: Orientation): RgbImage {
  if (orientation === 1) return image;
  const { width, height } = image;
  const swapsSides = orientation >= 5;
  const turned = { width: swapsSides ? height : width, height: swapsSides ? width : height };
  const { origin, stepX, stepY } = walk(width, height, orientation);
  const data = new Uint8Array(image.data.length);
  let to = 0;
  for (let y = 0; y < turned.height; y++) {
    for (let x = 0; x < turned.width; x++) {
      const from = (origin + x * stepX + y * stepY) * 3;
      data[to++] = image.data[from] as number;
      data[to++] = image.data[from + 1] as number;
      data[to++] = image.data[from + 2] as number;
    }
  }
  return { ...turned, data };
}

/** Where the upright image's top left pixel lies in the stored one, and how far apart its neighbours are, in pixels. */
function walk(width: number, height: number, orientation: Orientation) {
  const right = width - 1;
  const bottom = (height - 1) * width;
  switch (orientation) {
    case 1:
      return { origin: 0, stepX: 1, stepY: width };
    case 2:
      return { origin: right, stepX: -1, stepY: width };
    case 3:
      return { origin: right + bottom, stepX: -1, stepY: -width };
    case 4:
      return { origin: bottom, stepX: 1, stepY: -width };
    case 5:
      return { origin: 0, stepX: width, stepY: 1 };
    case 6:
      return { origin: bottom, stepX: -width, stepY: 1 };
    case 7:
      return { origin: right + bottom, stepX: -width, stepY: -1 };
    case 8:
      return { origin: right, stepX: width, stepY: -1 };
  }
}
