import { CONV_LAYERS } from '../../src/encoder/vgg19-layers.ts';

/**
 * Floating-point operations of one square patch by the definitions: VGG19 up to conv5_1 with 3x3 kernels, and the lower
 * triangles of the five Gram matrices. A multiply-add counts as two, however few of them an engine gets by with.
 *
 * @param size Pixels a side.
 */
export function directFlops(size: number): number {
  let side = size;
  let multiplyAdds = 0;
  for (const { inChannels, outChannels, pooled, tap } of CONV_LAYERS) {
    if (pooled) side >>= 1;
    multiplyAdds += side * side * 9 * inChannels * outChannels;
    if (tap) multiplyAdds += (side * side * outChannels * (outChannels + 1)) / 2;
  }
  return 2 * multiplyAdds;
}
