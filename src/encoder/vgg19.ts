import {
  fused,
  gather,
  maxPool,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { LAYER_CHANNELS, type LayerNumber } from '../barcode/profile.ts';
import { decodeFloat16 } from './float16.mjs';
import { CONV_LAYERS, elements, WEIGHT_SPECS } from './vgg19-layers.ts';

/** Multiplies the features (batch x pixels x channels) of each image with themselves: FᵀF, batch x channels x channels. */
export type GramProduct = (features: Tensor3D) => Tensor3D;

/** VGG19 up to conv5_1 on the current TensorFlow.js backend. */
export class Vgg19 {
  readonly #weights: ReadonlyMap<string, Tensor>;

  /** @param halves float16 weights in the order of WEIGHT_SPECS. */
  constructor(halves: Uint16Array) {
    let at = 0;
    this.#weights = new Map(
      WEIGHT_SPECS.map((spec) => {
        const values = decodeFloat16(halves.subarray(at, at + elements(spec)));
        at += values.length;
        return [spec.name, tensor(values, [...spec.shape])];
      }),
    );
  }

  /**
   * Runs the network as deep as needed and takes entries out of the Gram matrix (Eq. 1 of arXiv 2111.15519) of each tap.
   *
   * @param pixels batch x height x width x 3, preprocessed (see preprocess.ts).
   * @param kept Flat indices into the channels x channels Gram matrix, by tap, taps ascending.
   * @returns batch x kept entries for each of the taps. The caller disposes of them.
   */
  gramEntries(pixels: Tensor4D, kept: ReadonlyMap<LayerNumber, Tensor1D>, product: GramProduct): Tensor2D[] {
    const deepest = Math.max(...kept.keys());
    return tidy(() => {
      const entries: Tensor2D[] = [];
      let features = pixels;
      for (const { name, pooled, tap } of CONV_LAYERS) {
        const previous = features;
        // Feature maps are by far the largest tensors: each goes as soon as the next is there.
        features = tidy(() => this.#convolve(name, pooled ? maxPool(previous, 2, 2, 'valid') : previous));
        if (previous !== pixels) previous.dispose();
        const indices = tap && kept.get(tap);
        if (tap && indices) entries.push(keptEntries(features, tap, indices, product));
        if (tap === deepest) break;
      }
      return entries;
    });
  }

  dispose(): void {
    for (const weight of this.#weights.values()) weight.dispose();
  }

  #convolve(name: string, x: Tensor4D): Tensor4D {
    return fused.conv2d({
      x,
      filter: this.#weight(`${name}/kernel`) as Tensor4D,
      bias: this.#weight(`${name}/bias`),
      strides: 1,
      pad: 'same',
      activation: 'relu',
    });
  }

  #weight(name: string): Tensor {
    const weight = this.#weights.get(name);
    if (!weight) throw new RangeError(`no weight ${name}`);
    return weight;
  }
}

function keptEntries(features: Tensor4D, tap: LayerNumber, indices: Tensor1D, product: GramProduct): Tensor2D {
  return tidy(() => {
    const [batch, height, width, channels] = features.shape;
    const gram = product(reshape(features, [batch, height * width, channels]));
    return gather(reshape(gram, [batch, LAYER_CHANNELS[tap] ** 2]), indices, 1) as Tensor2D;
  });
}
