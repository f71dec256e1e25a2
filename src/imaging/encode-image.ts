import type { RgbImage } from '../base/rgb-image.ts';

/** Encodes for the screen only; what a canvas makes of pixels never reaches the network. Needs OffscreenCanvas. */
export async function encodeImage(image: RgbImage, options: ImageEncodeOptions): Promise<Blob> {
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  if (!context) throw new TypeError('no 2d context');
  context.putImageData(new ImageData(withAlpha(image), image.width, image.height), 0, 0);
  return canvas.convertToBlob(options);
}

function withAlpha({ width, height, data }: RgbImage): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from] as number;
    rgba[to + 1] = data[from + 1] as number;
    rgba[to + 2] = data[from + 2] as number;
    rgba[to + 3] = 255;
  }
  return rgba;
}
