import type { LayerNumber } from '../barcode/profile.ts';

/** A 3x3 convolution with stride 1, zero padding 1, bias and ReLU. */
export interface ConvLayer {
  /** As in Keras and in the weights manifest. */
  readonly name: string;
  readonly inChannels: number;
  readonly outChannels: number;
  /** 2x2 max pooling with stride 2 comes before it. */
  readonly pooled: boolean;
  /** Its ReLU output is this layer of a profile. */
  readonly tap?: LayerNumber;
}

/** VGG19 up to conv5_1 (Simonyan & Zisserman, arXiv 1409.1556). */
export const CONV_LAYERS: readonly ConvLayer[] = [
  { name: 'block1_conv1', inChannels: 3, outChannels: 64, pooled: false, tap: 1 },
  { name: 'block1_conv2', inChannels: 64, outChannels: 64, pooled: false },
  { name: 'block2_conv1', inChannels: 64, outChannels: 128, pooled: true, tap: 2 },
  { name: 'block2_conv2', inChannels: 128, outChannels: 128, pooled: false },
  { name: 'block3_conv1', inChannels: 128, outChannels: 256, pooled: true, tap: 3 },
  { name: 'block3_conv2', inChannels: 256, outChannels: 256, pooled: false },
  { name: 'block3_conv3', inChannels: 256, outChannels: 256, pooled: false },
  { name: 'block3_conv4', inChannels: 256, outChannels: 256, pooled: false },
  { name: 'block4_conv1', inChannels: 256, outChannels: 512, pooled: true, tap: 4 },
  { name: 'block4_conv2', inChannels: 512, outChannels: 512, pooled: false },
  { name: 'block4_conv3', inChannels: 512, outChannels: 512, pooled: false },
  { name: 'block4_conv4', inChannels: 512, outChannels: 512, pooled: false },
  { name: 'block5_conv1', inChannels: 512, outChannels: 512, pooled: true, tap: 5 },
];

export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Every tensor of the network in the order in which the weight files hold them: kernel (HWIO), then bias, layer by layer. */
export const WEIGHT_SPECS: readonly WeightSpec[] = CONV_LAYERS.flatMap(({ name, inChannels, outChannels }) => [
  { name: `${name}/kernel`, shape: [3, 3, inChannels, outChannels] },
  { name: `${name}/bias`, shape: [outChannels] },
]);

export function elements({ shape }: WeightSpec): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** Numbers in the whole network: 12,944,960. */
export const WEIGHT_COUNT = WEIGHT_SPECS.reduce((sum, spec) => sum + elements(spec), 0);
