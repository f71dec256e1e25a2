import type { RgbImage } from '../base/rgb-image.ts';

/** Means of the ImageNet training pixels, blue, green, red, as VGG19 was trained with (Keras mode "caffe"). */
const MEAN_BGR = [103.939, 116.779, 123.68] as const;

/**
 * RGB to BGR minus the means.
 *
 * @param images All of the same shape.
 * @returns batch x height x width x 3, flat.
 */
export function preprocess(images: readonly RgbImage[]): Float32Array<ArrayBuffer> {
  const [blue, green, red] = MEAN_BGR;
  const values = new Float32Array(images.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data } of images) {
    for (let from = 0; from < data.length; from += 3) {
      values[at++] = (data[from + 2] ?? 0) - blue;
      values[at++] = (data[from + 1] ?? 0) - green;
      values[at++] = (data[from] ?? 0) - red;
    }
  }
  return values;
}
