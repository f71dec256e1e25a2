/** @typedef {{ name: string, shape: number[] }} TensorSpec */

/** Layer, channels in, channels out: VGG19 up to conv5_1. The app checks the manifest against its own table. */
const CONVOLUTIONS = /** @type {const} */ ([
  ['block1_conv1', 3, 64],
  ['block1_conv2', 64, 64],
  ['block2_conv1', 64, 128],
  ['block2_conv2', 128, 128],
  ['block3_conv1', 128, 256],
  ['block3_conv2', 256, 256],
  ['block3_conv3', 256, 256],
  ['block3_conv4', 256, 256],
  ['block4_conv1', 256, 512],
  ['block4_conv2', 512, 512],
  ['block4_conv3', 512, 512],
  ['block4_conv4', 512, 512],
  ['block5_conv1', 512, 512],
]);

/** @type {readonly TensorSpec[]} Kernel (HWIO), then bias, layer by layer. */
export const VGG19_TENSORS = CONVOLUTIONS.flatMap(([layer, inChannels, outChannels]) => [
  { name: `${layer}/kernel`, shape: [3, 3, inChannels, outChannels] },
  { name: `${layer}/bias`, shape: [outChannels] },
]);

/** @param {{ shape: number[] }} spec */
export function elements({ shape }) {
  return shape.reduce((product, side) => product * side, 1);
}
